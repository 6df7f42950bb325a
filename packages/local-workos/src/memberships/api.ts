import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, badRequest, orNotFound, unprocessable } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { listSchema, readBody, readQuery } from '../http/request-body.ts';
import type { Database } from '../store/database.ts';
import {
  createMembership,
  deleteMembership,
  findMembership,
  findMembershipOf,
  type OrganizationMembership,
  setMembershipRoles,
  setMembershipStatus,
} from '../store/memberships.ts';
import { findOrganization, type Organization } from '../store/organizations.ts';
import { listPage, whereDefined } from '../store/pagination.ts';
import { defaultRole, findRole } from '../store/roles.ts';
import { findUser } from '../store/users.ts';
import { serializeMembership } from './serialize.ts';

const roleFields = z.object({
  role_slug: z.string().optional(),
  role_slugs: z.array(z.string()).min(1).optional(),
});

const createFields = roleFields.extend({ user_id: z.string(), organization_id: z.string() });

const statusSchema = z.enum(['active', 'inactive', 'pending']);

const membershipQuery = pageQuery.extend({
  user_id: z.string().optional(),
  organization_id: z.string().optional(),
  statuses: listSchema.pipe(z.array(statusSchema)).default(['active']),
});

/** `/user_management/organization_memberships`: https://workos.com/docs/reference/authkit/organization-membership */
export function organizationMembershipRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  const path = '/user_management/organization_memberships';
  const find = (id: string) => orNotFound(findMembership(db, id), 'Organization membership', id);
  const respond = (id: string) => serializeMembership(db, local.origin, find(id));

  app.get(path, (c) => {
    const query = readQuery(c, membershipQuery);
    if (!query.user_id && !query.organization_id) {
      throw badRequest('missing_user_id_or_organization_id', 'Specify a user_id or an organization_id.');
    }
    const parameters = { userId: query.user_id, organizationId: query.organization_id };
    const where = whereDefined(
      { userId: 'user_id = :userId', organizationId: 'organization_id = :organizationId' },
      parameters,
    );
    const page = listPage<OrganizationMembership>(db, query, {
      // An index has the memberships of one status in the order of the list.
      select: [...new Set(query.statuses)].map(
        (status) => `SELECT * FROM organization_memberships ${where} AND status = '${status}'`,
      ),
      parameters,
    });
    return c.json(listResponse(page, (membership) => serializeMembership(db, local.origin, membership)));
  });

  app.post(path, async (c) => {
    const body = await readBody(c, createFields);
    const user = orNotFound(findUser(db, body.user_id), 'User', body.user_id);
    const organization = orNotFound(
      findOrganization(db, body.organization_id),
      'Organization',
      body.organization_id,
    );
    const roles = requestedRoles(db, organization, body) ?? [defaultRole(db).slug];
    const existing = findMembershipOf(db, user.id, organization.id);
    if (existing?.status === 'pending') {
      throw badRequest(
        'cannot_reactivate_pending_organization_membership',
        'The membership is pending: the user has been invited.',
      );
    }
    if (existing?.status === 'active') {
      throw unprocessable('The user is already a member of the organization.');
    }
    const membership = db.transaction(() => {
      if (!existing) {
        return createMembership(db, {
          user_id: user.id,
          organization_id: organization.id,
          roles,
          status: 'active',
        });
      }
      setMembershipStatus(db, existing.id, 'active');
      setMembershipRoles(db, existing.id, roles);
      return existing;
    });
    return c.json(respond(membership.id), 201);
  });

  app.get(`${path}/:id`, (c) => c.json(respond(c.req.param('id'))));

  app.put(`${path}/:id`, async (c) => {
    find(c.req.param('id'));
    const body = await readBody(c, roleFields);
    // Again, because the membership may have been deleted while the body arrived.
    const membership = find(c.req.param('id'));
    const organization = orNotFound(
      findOrganization(db, membership.organization_id),
      'Organization',
      membership.organization_id,
    );
    const roles = requestedRoles(db, organization, body);
    if (roles) setMembershipRoles(db, membership.id, roles);
    return c.json(respond(membership.id));
  });

  app.delete(`${path}/:id`, (c) => {
    deleteMembership(db, find(c.req.param('id')).id);
    return c.body(null, 200);
  });

  app.put(`${path}/:id/deactivate`, (c) => {
    const membership = find(c.req.param('id'));
    if (membership.status === 'pending') {
      throw badRequest('cannot_deactivate_pending_organization_membership', 'The membership is pending.');
    }
    setMembershipStatus(db, membership.id, 'inactive');
    return c.json(respond(membership.id));
  });

  app.put(`${path}/:id/reactivate`, (c) => {
    const membership = find(c.req.param('id'));
    if (membership.status === 'pending') {
      throw badRequest('cannot_reactivate_pending_organization_membership', 'The membership is pending.');
    }
    setMembershipStatus(db, membership.id, 'active');
    return c.json(respond(membership.id));
  });

  return app;
}

/** Returns the roles of a request, or undefined. @throws ApiError 422 for an unknown role or too many roles. */
function requestedRoles(
  db: Database,
  organization: Organization,
  body: z.infer<typeof roleFields>,
): string[] | undefined {
  if (body.role_slug !== undefined && body.role_slugs) {
    throw unprocessable('Specify either role_slug or role_slugs, not both.');
  }
  const roles = body.role_slugs ?? (body.role_slug === undefined ? undefined : [body.role_slug]);
  if (!roles) return undefined;
  const unknown = roles.find((slug) => !findRole(db, slug, organization.id));
  if (unknown !== undefined) {
    throw new ApiError(422, { code: 'invalid_role', message: `Role '${unknown}' does not exist.` });
  }
  if (roles.length > 1 && !organization.multiple_roles_enabled) {
    throw new ApiError(422, {
      code: 'multiple_roles_not_enabled',
      message: 'Multiple roles are not enabled.',
    });
  }
  return roles;
}
