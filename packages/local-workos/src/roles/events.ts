import { eventSource, lifecycle } from '../events/event-source.ts';
import type { Permission, Role } from '../store/roles.ts';
import { serializePermission } from './serialize.ts';

type NotedRole = Role & { permissions: string[] };

const change = lifecycle<NotedRole, NotedRole>({
  created: 'role.created',
  updated: 'role.updated',
  deleted: 'role.deleted',
  serialize: (role) => role,
  quiet: ['is_default', 'priority'],
});

export const roleEvents = eventSource<NotedRole>({
  kind: 'role',
  table: 'roles',
  extras: {
    permissions: (row) => `json((SELECT json_group_array(permission_slug) FROM (
      SELECT permission_slug FROM role_permissions WHERE role_slug = ${row}.slug ORDER BY permission_slug)))`,
  },
  parts: { role_permissions: (row) => `noted.slug = ${row}.role_slug` },
  eventOf(transition, scope) {
    const draft = change(transition, scope);
    const role = transition.after ?? transition.before;
    return draft && role && { name: draft.name, data: serialize(role) };
  },
});

/** The payload has fewer attributes than the role. */
function serialize({ slug, permissions, created_at, updated_at }: NotedRole) {
  return {
    object: 'role' as const,
    slug,
    resource_type_slug: 'organization',
    permissions,
    created_at,
    updated_at,
  };
}

export const permissionEvents = eventSource<Permission>({
  kind: 'permission',
  table: 'permissions',
  eventOf: lifecycle({
    created: 'permission.created',
    updated: 'permission.updated',
    deleted: 'permission.deleted',
    serialize: serializePermission,
  }),
});
