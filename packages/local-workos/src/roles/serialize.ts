import type { Database } from '../store/database.ts';
import { type Permission, type Role, rolePermissions } from '../store/roles.ts';

export function serializeRole(db: Database, role: Role) {
  return {
    object: 'role' as const,
    id: role.id,
    slug: role.slug,
    name: role.name,
    description: role.description,
    type: role.organization_id === null ? ('EnvironmentRole' as const) : ('OrganizationRole' as const),
    resource_type_slug: 'organization',
    permissions: rolePermissions(db, role),
    created_at: role.created_at,
    updated_at: role.updated_at,
  };
}

export function serializePermission(permission: Permission) {
  return {
    object: 'permission' as const,
    id: permission.id,
    slug: permission.slug,
    name: permission.name,
    description: permission.description,
    system: permission.system === 1,
    resource_type_slug: 'organization',
    created_at: permission.created_at,
    updated_at: permission.updated_at,
  };
}
