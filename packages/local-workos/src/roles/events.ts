import { eventSource, lifecycle } from '../events/event-source.ts';
import type { Permission, Role } from '../store/roles.ts';
import { serializePermission } from './serialize.ts';

type NotedRole = Role & { permissions: string[] };

const environmentRole = lifecycle<NotedRole, NotedRole>({
  created: 'role.created',
  updated: 'role.updated',
  deleted: 'role.deleted',
  serialize: (role) => role,
  quiet: ['is_default', 'priority'],
});

const organizationRole = lifecycle<NotedRole, ReturnType<typeof serializeOrganizationRole>>({
  created: 'organization_role.created',
  updated: 'organization_role.updated',
  deleted: 'organization_role.deleted',
  serialize: serializeOrganizationRole,
  organizationId: ({ organization_id }) => organization_id,
});

export const roleEvents = eventSource<NotedRole>({
  kind: 'role',
  table: 'roles',
  extras: {
    permissions: (row) => `json((SELECT json_group_array(permission_slug) FROM (
      SELECT permission_slug FROM role_permissions WHERE role_id = ${row}.id ORDER BY permission_slug)))`,
  },
  parts: { role_permissions: (row) => `noted.id = ${row}.role_id` },
  endsWith: { organizations: (row) => `noted.organization_id = ${row}.id` },
  eventOf(transition, scope) {
    const role = transition.after ?? transition.before;
    if (!role) return undefined;
    if (role.organization_id !== null) return organizationRole(transition, scope);
    const draft = environmentRole(transition, scope);
    return draft && { name: draft.name, data: serialize(role) };
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

function serializeOrganizationRole(role: NotedRole) {
  const { organization_id, name, description } = role;
  return { ...serialize(role), object: 'organization_role' as const, organization_id, name, description };
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
