import { Hono } from 'hono';
import { z } from 'zod';
import { notFound, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readBody, readQuery } from '../http/request-body.ts';
import { serializeMembershipBase } from '../memberships/serialize.ts';
import { defined } from '../store/defined.ts';
import {
  addGroupMember,
  createGroup,
  deleteGroup,
  findGroup,
  type Group,
  removeGroupMember,
  updateGroup,
} from '../store/groups.ts';
import { findMembership, type OrganizationMembership } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { listPage } from '../store/pagination.ts';
import { serializeGroup } from './serialize.ts';

const creation = z.object({
  name: z.string().trim().min(1).max(256),
  description: z.string().max(150).nullish(),
});
const member = z.object({ organization_membership_id: z.string().min(1) });

const GROUPS = '/organizations/:organizationId/groups';
const GROUP = `${GROUPS}/:groupId`;
const MEMBERS = `${GROUP}/organization-memberships`;

/** `/organizations/{organizationId}/groups`: https://workos.com/docs/reference/groups */
export function groupRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const organization = (id: string) => orNotFound(findOrganization(db, id), 'Organization', id);
  const group = (organizationId: string, id: string) => {
    organization(organizationId);
    return orNotFound(findGroup(db, organizationId, id), 'Group', id);
  };

  app.get(GROUPS, (c) => {
    const { id } = organization(c.req.param('organizationId'));
    const page = listPage<Group>(db, readQuery(c, pageQuery), {
      select: 'SELECT * FROM organization_groups WHERE organization_id = :id',
      parameters: { id },
    });
    return c.json(listResponse(page, serializeGroup));
  });

  app.post(GROUPS, async (c) => {
    const body = await readBody(c, creation);
    const { id } = organization(c.req.param('organizationId'));
    return c.json(serializeGroup(createGroup(db, { ...body, organization_id: id })), 201);
  });

  app.get(GROUP, (c) => c.json(serializeGroup(group(c.req.param('organizationId'), c.req.param('groupId')))));

  app.patch(GROUP, async (c) => {
    const changes = await readBody(c, creation.partial());
    const found = group(c.req.param('organizationId'), c.req.param('groupId'));
    return c.json(serializeGroup(updateGroup(db, found, defined(changes))));
  });

  app.delete(GROUP, (c) => {
    deleteGroup(db, group(c.req.param('organizationId'), c.req.param('groupId')));
    return c.body(null, 204);
  });

  app.get(MEMBERS, (c) => {
    const { id } = group(c.req.param('organizationId'), c.req.param('groupId'));
    const page = listPage<OrganizationMembership>(db, readQuery(c, pageQuery), {
      select: `SELECT * FROM organization_memberships WHERE id IN
       (SELECT organization_membership_id FROM group_memberships WHERE group_id = :id)`,
      parameters: { id },
    });
    return c.json(listResponse(page, (membership) => serializeMembershipBase(db, membership)));
  });

  app.post(MEMBERS, async (c) => {
    const { organization_membership_id: id } = await readBody(c, member);
    const found = group(c.req.param('organizationId'), c.req.param('groupId'));
    const membership = findMembership(db, id);
    if (membership?.organization_id !== found.organization_id) throw notFound('Organization membership', id);
    addGroupMember(db, found, id);
    return c.json(serializeGroup(found));
  });

  app.delete(`${MEMBERS}/:membershipId`, (c) => {
    const found = group(c.req.param('organizationId'), c.req.param('groupId'));
    const id = c.req.param('membershipId');
    if (!removeGroupMember(db, found, id)) throw notFound('Organization membership', id);
    return c.body(null, 204);
  });

  app.get('/user_management/organization_memberships/:id/groups', (c) => {
    const id = c.req.param('id');
    orNotFound(findMembership(db, id), 'Organization membership', id);
    const page = listPage<Group>(db, readQuery(c, pageQuery), {
      select: `SELECT * FROM organization_groups WHERE id IN
       (SELECT group_id FROM group_memberships WHERE organization_membership_id = :id)`,
      parameters: { id },
    });
    return c.json(listResponse(page, serializeGroup));
  });

  return app;
}
