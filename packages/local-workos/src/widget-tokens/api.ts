import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, orNotFound, unprocessable } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readJson } from '../http/request-body.ts';
import { findActiveMembership, membershipPermissions } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { findUser } from '../store/users.ts';
import { WIDGET_SCOPES } from '../store/widget-permissions.ts';
import { signWidgetToken } from './sign.ts';

/** Null counts as missing, because some SDKs send it for omitted fields. */
const fields = z.object({
  organization_id: z
    .string('organization_id must be a string')
    .min(1, 'organization_id must not be empty')
    .nullish(),
  user_id: z.string('user_id must be a string').min(1, 'user_id must not be empty').nullish(),
  scopes: z
    .array(z.enum(WIDGET_SCOPES, `each value in scopes must be one of: ${WIDGET_SCOPES.join(', ')}`), {
      error: 'scopes must be an array',
    })
    .nullish(),
});

/**
 * `POST /widgets/token`: https://workos.com/docs/reference/widgets/get-token
 * With a user, the scopes must be permissions that the user's roles hold in the organization.
 */
export function widgetTokenRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post('/widgets/token', async (c) => {
    const parsed = fields.safeParse(await readJson(c));
    if (!parsed.success) throw invalid(parsed.error.issues.map((issue) => issue.message));
    const organizationId = parsed.data.organization_id ?? undefined;
    const userId = parsed.data.user_id ?? undefined;
    const scopes = parsed.data.scopes ?? [];

    if (!organizationId && (!userId || scopes.length > 0))
      throw invalid(['organization_id must be a string']);
    const membership = userId && organizationId && findActiveMembership(db, userId, organizationId);
    if (membership) {
      const permissions = membershipPermissions(db, membership.id);
      const missing = scopes.filter((scope) => !permissions.includes(scope));
      if (missing.length > 0) {
        throw unprocessable(`User '${userId}' does not have the permissions: ${missing.join(', ')}.`);
      }
    } else {
      if (organizationId) orNotFound(findOrganization(db, organizationId), 'Organization', organizationId);
      if (userId) orNotFound(findUser(db, userId), 'User', userId);
      if (userId && organizationId) {
        throw unprocessable(`User '${userId}' is not a member of organization '${organizationId}'.`);
      }
    }
    return c.json({ token: await signWidgetToken(local, { userId, organizationId, scopes }) }, 201);
  });

  return app;
}

function invalid(messages: string[]): ApiError {
  return new ApiError(400, { message: messages, error: 'Bad Request' });
}
