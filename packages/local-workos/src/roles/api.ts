import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, forbidden, notFound, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readBody, readQuery } from '../http/request-body.ts';
import { listPage } from '../store/pagination.ts';
import {
  createPermission,
  createRole,
  deletePermission,
  findPermission,
  findRole,
  isRoleSlugTaken,
  listRoles,
  type Permission,
  rolePermissions,
  setRolePermissions,
  updatePermission,
  updateRole,
} from '../store/roles.ts';
import { permissionBody, permissionsBody, roleChanges } from './fields.ts';
import { serializePermission, serializeRole } from './serialize.ts';

/** Those of Fine-Grained Authorization, which Local WorkOS does not have, are beside it. */
const RESOURCE_TYPE = 'organization';

const creation = roleChanges.required({ name: true }).extend({
  slug: z
    .string()
    .max(48)
    .regex(/^[a-z0-9][a-z0-9:._-]*$/, 'lowercase letters, digits, and : . _ -'),
  resource_type_slug: z.string().max(48).default(RESOURCE_TYPE),
});

const permissionCreation = creation.extend({
  slug: z
    .string()
    .max(48)
    .regex(/^[a-z0-9*][a-z0-9*:._-]*$/, 'lowercase letters, digits, and : . _ - *'),
});

/** Roles and permissions of the environment: https://workos.com/docs/reference/roles */
export function authorizationRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const role = (slug: string) => orNotFound(findRole(db, slug), 'Role', slug);
  const permission = (slug: string) => orNotFound(findPermission(db, slug), 'Permission', slug);

  app.get('/authorization/roles', (c) => {
    const data = listRoles(db).map((each) => serializeRole(db, each));
    return c.json({ object: 'list', data });
  });

  app.post('/authorization/roles', async (c) => {
    const body = await readBody(c, creation);
    requireResourceType(body.resource_type_slug);
    if (isRoleSlugTaken(db, body.slug, null)) throw slugConflict('role_slug_conflict', 'role', body.slug);
    return c.json(serializeRole(db, createRole(db, body)), 201);
  });

  app.get('/authorization/roles/:slug', (c) => c.json(serializeRole(db, role(c.req.param('slug')))));

  app.patch('/authorization/roles/:slug', async (c) => {
    const found = role(c.req.param('slug'));
    return c.json(serializeRole(db, updateRole(db, found, await readBody(c, roleChanges))));
  });

  app.put('/authorization/roles/:slug/permissions', async (c) => {
    const found = role(c.req.param('slug'));
    const { permissions } = await readBody(c, permissionsBody);
    for (const slug of permissions) permission(slug);
    setRolePermissions(db, found, permissions);
    return c.json(serializeRole(db, found));
  });

  app.post('/authorization/roles/:slug/permissions', async (c) => {
    const found = role(c.req.param('slug'));
    const { slug } = await readBody(c, permissionBody);
    setRolePermissions(db, found, [...rolePermissions(db, found), permission(slug).slug]);
    return c.json(serializeRole(db, found));
  });

  app.get('/authorization/permissions', (c) => {
    const page = listPage<Permission>(db, readQuery(c, pageQuery), {
      select: 'SELECT * FROM permissions WHERE true',
      parameters: {},
    });
    return c.json(listResponse(page, serializePermission));
  });

  app.post('/authorization/permissions', async (c) => {
    const body = await readBody(c, permissionCreation);
    requireResourceType(body.resource_type_slug);
    if (findPermission(db, body.slug))
      throw slugConflict('permission_slug_conflict', 'permission', body.slug);
    return c.json(serializePermission(createPermission(db, body)), 201);
  });

  app.get('/authorization/permissions/:slug', (c) =>
    c.json(serializePermission(permission(c.req.param('slug')))),
  );

  app.patch('/authorization/permissions/:slug', async (c) => {
    const found = permission(c.req.param('slug'));
    return c.json(serializePermission(updatePermission(db, found, await readBody(c, roleChanges))));
  });

  app.delete('/authorization/permissions/:slug', (c) => {
    const found = permission(c.req.param('slug'));
    if (found.system) throw forbidden('System permissions cannot be deleted.');
    deletePermission(db, found.slug);
    return c.body(null, 204);
  });

  return app;
}

/** @throws ApiError 404 for a type of resource that the environment does not have. */
function requireResourceType(slug: string): void {
  if (slug !== RESOURCE_TYPE) throw notFound('Resource type', slug);
}

function slugConflict(code: string, what: string, slug: string): ApiError {
  return new ApiError(409, { code, message: `A ${what} with slug '${slug}' already exists.` });
}
