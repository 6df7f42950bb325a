import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound, unprocessable } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';
import { findActiveMembership, membershipPermissions } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { findUser } from '../store/users.ts';
import { signWidgetToken } from './sign.ts';

const fields = z.object({ organization_id: z.string(), user_id: z.string() });

/**
 * `POST /client/token`: https://workos.com/docs/reference/widgets-api. Mints a token for `/client/graphql` with
 * all permissions of the person in the organization.
 */
export function clientRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  app.post('/client/token', async (c) => {
    const { organization_id: organizationId, user_id: userId } = await readBody(c, fields);
    orNotFound(findOrganization(db, organizationId), 'Organization', organizationId);
    orNotFound(findUser(db, userId), 'User', userId);
    const membership = findActiveMembership(db, userId, organizationId);
    if (!membership)
      throw unprocessable(`User '${userId}' is not a member of organization '${organizationId}'.`);
    const scopes = membershipPermissions(db, membership.id);
    return c.json({ token: await signWidgetToken(local, { userId, organizationId, scopes }) }, 201);
  });
  return app;
}
