import { Hono } from 'hono';
import { z } from 'zod';
import { badRequest, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { isLocale } from '../http/locales.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { emailAddress, readBody, readQuery } from '../http/request-body.ts';
import { findInvitation, findInvitationByToken, type Invitation } from '../store/invitations.ts';
import { findOrganization } from '../store/organizations.ts';
import { listPage, whereDefined } from '../store/pagination.ts';
import { createUser, findUser, findUserByEmail } from '../store/users.ts';
import {
  acceptInvitation,
  type InvitationResult,
  invite,
  resendInvitation,
  revokeInvitation,
} from './invite.ts';
import { serializeInvitation } from './serialize.ts';

const locale = z.string().refine(isLocale, 'not a supported locale');

const createFields = z.object({
  email: emailAddress,
  organization_id: z.string().min(1).optional(),
  role_slug: z.string().optional(),
  expires_in_days: z.number().int().optional(),
  inviter_user_id: z.string().min(1).optional(),
  locale: locale.optional(),
});

const resendFields = z.object({ locale: locale.optional() });

const invitationQuery = pageQuery.extend({
  email: emailAddress.optional(),
  organization_id: z.string().optional(),
});

/** `/user_management/invitations`: https://workos.com/docs/reference/authkit/invitation */
export function invitationRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  const path = '/user_management/invitations';
  const find = (id: string) => orNotFound(findInvitation(db, id), 'Invitation', id);
  const serialize = (invitation: Invitation) => serializeInvitation(db, local.origin, invitation);
  const unwrap = (result: InvitationResult) => {
    if (!result.ok) throw badRequest(result.code, result.message);
    return serialize(result.invitation);
  };

  app.get(path, (c) => {
    const query = readQuery(c, invitationQuery);
    const parameters = { email: query.email, organizationId: query.organization_id };
    const where = whereDefined(
      { email: 'email = :email', organizationId: 'organization_id = :organizationId' },
      parameters,
    );
    const page = listPage<Invitation>(db, query, {
      select: `SELECT * FROM invitations ${where}`,
      parameters,
    });
    return c.json(listResponse(page, serialize));
  });

  app.post(path, async (c) => {
    const body = await readBody(c, createFields);
    const days = body.expires_in_days;
    if (days !== undefined && days < 1) throw badRequest('expires_in_days_too_short', 'At least 1 day.');
    if (days !== undefined && days > 30) throw badRequest('expires_in_days_too_long', 'At most 30 days.');
    if (body.organization_id) {
      orNotFound(findOrganization(db, body.organization_id), 'Organization', body.organization_id);
    }
    if (body.inviter_user_id) orNotFound(findUser(db, body.inviter_user_id), 'User', body.inviter_user_id);
    const result = invite(local, {
      email: body.email,
      organizationId: body.organization_id,
      roles: body.role_slug === undefined ? undefined : [body.role_slug],
      inviterUserId: body.inviter_user_id,
      expiresInDays: days,
    });
    return c.json(unwrap(result), 201);
  });

  app.get(`${path}/by_token/:token`, (c) => {
    const token = c.req.param('token');
    return c.json(serialize(orNotFound(findInvitationByToken(db, token), 'Invitation', token)));
  });

  app.get(`${path}/:id`, (c) => c.json(serialize(find(c.req.param('id')))));

  app.post(`${path}/:id/accept`, (c) => {
    const invitation = find(c.req.param('id'));
    const user = findUserByEmail(db, invitation.email) ?? createUser(db, { email: invitation.email });
    return c.json(unwrap(acceptInvitation(local, invitation, user)));
  });

  app.post(`${path}/:id/resend`, async (c) => {
    const invitation = find(c.req.param('id'));
    await readBody(c, resendFields);
    return c.json(unwrap(resendInvitation(local, invitation)));
  });

  app.post(`${path}/:id/revoke`, (c) => c.json(unwrap(revokeInvitation(local, find(c.req.param('id'))))));

  return app;
}
