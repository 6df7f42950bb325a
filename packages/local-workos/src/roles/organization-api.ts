import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { ApiError, forbidden, notFound, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';
import { newId } from '../store/ids.ts';
import { findOrganization } from '../store/organizations.ts';
import {
  createRole,
  deleteOrganizationRole,
  findPermission,
  findRole,
  isRoleAssigned,
  isRoleSlugTaken,
  listRoles,
  type Role,
  rolePermissions,
  setRolePermissions,
  updateRole,
} from '../store/roles.ts';
import { permissionBody, permissionsBody, roleChanges } from './fields.ts';
import { serializeRole } from './serialize.ts';
import { slugOf } from './slug.ts';

const creation = roleChanges.required({ name: true }).extend({
  slug: z
    .string()
    .max(48)
    .regex(/^org-[a-z0-9_-]+$/, 'org- and lowercase letters, digits, - and _')
    .optional(),
  resource_type_slug: z.string().max(48).optional(),
});

const ROLES = '/authorization/organizations/:organizationId/roles';
const ROLE = `${ROLES}/:slug`;

/** Roles of an organization: https://workos.com/docs/reference/roles/custom-role */
export function organizationRoleRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  const organizationOf = (c: Context): string => {
    const id = c.req.param('organizationId') ?? '';
    return orNotFound(findOrganization(db, id), 'Organization', id).id;
  };
  const roleOf = (c: Context): Role => {
    const slug = c.req.param('slug') ?? '';
    return orNotFound(findRole(db, slug, organizationOf(c)), 'Role', slug);
  };
  /** The role to change, which has to be the organization's own. */
  const ownRoleOf = (c: Context): Role => {
    const role = roleOf(c);
    if (role.organization_id !== null) return role;
    throw forbidden(`Role '${role.slug}' is the environment's. Only custom roles can be changed here.`);
  };
  const permission = (slug: string): string => orNotFound(findPermission(db, slug), 'Permission', slug).slug;

  // Node SDKs before 9 call the second.
  for (const path of [ROLES, '/organizations/:organizationId/roles'] as const) {
    app.get(path, (c) => {
      const roles = listRoles(db, organizationOf(c));
      return c.json({ object: 'list', data: roles.map((role) => serializeRole(db, role)) });
    });
  }

  app.post(ROLES, async (c) => {
    const { resource_type_slug: type = 'organization', ...body } = await readBody(c, creation);
    const organizationId = organizationOf(c);
    if (type !== 'organization') throw notFound('Resource type', type);
    const id = newId('role');
    const slug = body.slug ?? slugOf(body.name, id);
    if (isRoleSlugTaken(db, slug, organizationId)) {
      throw new ApiError(409, {
        code: 'organization_role_slug_conflict',
        message: `A role with slug '${slug}' already exists.`,
      });
    }
    return c.json(serializeRole(db, createRole(db, { ...body, id, slug, organizationId })), 201);
  });

  app.get(ROLE, (c) => c.json(serializeRole(db, roleOf(c))));

  app.patch(ROLE, async (c) => {
    const changes = await readBody(c, roleChanges);
    return c.json(serializeRole(db, updateRole(db, ownRoleOf(c), changes)));
  });

  app.delete(ROLE, (c) => {
    const role = ownRoleOf(c);
    if (isRoleAssigned(db, role)) {
      throw new ApiError(409, {
        code: 'role_has_assignments',
        message: `Role '${role.slug}' is assigned to members. Give them another role first.`,
      });
    }
    deleteOrganizationRole(db, role);
    return c.body(null, 204);
  });

  app.put(`${ROLE}/permissions`, async (c) => {
    const { permissions } = await readBody(c, permissionsBody);
    const role = ownRoleOf(c);
    setRolePermissions(db, role, permissions.map(permission));
    return c.json(serializeRole(db, role));
  });

  app.post(`${ROLE}/permissions`, async (c) => {
    const { slug } = await readBody(c, permissionBody);
    const role = ownRoleOf(c);
    setRolePermissions(db, role, [...rolePermissions(db, role), permission(slug)]);
    return c.json(serializeRole(db, role));
  });

  app.delete(`${ROLE}/permissions/:permissionSlug`, (c) => {
    const role = ownRoleOf(c);
    const slug = permission(c.req.param('permissionSlug'));
    const others = rolePermissions(db, role).filter((each) => each !== slug);
    setRolePermissions(db, role, others);
    return c.json(serializeRole(db, role));
  });

  return app;
}
