import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

export interface Role {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  is_default: number;
  /** Lower is stronger. The `role` claim of a person with several roles is the strongest. */
  priority: number;
  created_at: string;
  updated_at: string;
}

export interface Permission {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  /** WorkOS's own permissions, which cannot be deleted. */
  system: number;
  created_at: string;
  updated_at: string;
}

/** All roles, strongest first. */
export function listRoles(db: Database): Role[] {
  return db.all<Role>('SELECT * FROM roles ORDER BY priority, id');
}

export function findRole(db: Database, slug: string): Role | undefined {
  return db.get<Role>('SELECT * FROM roles WHERE slug = :slug', { slug });
}

/** The role of a person for whom none was named. */
export function defaultRole(db: Database): Role {
  return requireRow(db.get<Role>('SELECT * FROM roles ORDER BY is_default DESC, priority DESC, id LIMIT 1'));
}

export function createRole(
  db: Database,
  fields: { slug: string; name: string; description?: string | null; isDefault?: boolean },
): Role {
  const now = db.timestamp();
  const { highest } = requireRow(
    db.get<{ highest: number }>('SELECT coalesce(max(priority), 0) AS highest FROM roles'),
  );
  db.insert('roles', {
    id: newId('role'),
    slug: fields.slug,
    name: fields.name,
    description: fields.description,
    is_default: fields.isDefault ? 1 : 0,
    priority: highest + 1,
    created_at: now,
    updated_at: now,
  });
  return requireRow(findRole(db, fields.slug));
}

export function updateRole(
  db: Database,
  role: Role,
  changes: { name?: string; description?: string | null },
): Role {
  db.update('roles', role.id, { ...changes, updated_at: db.timestamp() });
  return requireRow(findRole(db, role.slug));
}

export function rolePermissions(db: Database, roleSlug: string): string[] {
  return db
    .all<{ permission_slug: string }>(
      'SELECT permission_slug FROM role_permissions WHERE role_slug = :roleSlug ORDER BY permission_slug',
      { roleSlug },
    )
    .map((row) => row.permission_slug);
}

export function setRolePermissions(db: Database, roleSlug: string, permissions: readonly string[]): void {
  db.transaction(() => {
    db.run('DELETE FROM role_permissions WHERE role_slug = :roleSlug', { roleSlug });
    for (const permission of new Set(permissions)) {
      db.insert('role_permissions', { role_slug: roleSlug, permission_slug: permission });
    }
  });
}

export function findPermission(db: Database, slug: string): Permission | undefined {
  return db.get<Permission>('SELECT * FROM permissions WHERE slug = :slug', { slug });
}

export function createPermission(
  db: Database,
  fields: { slug: string; name: string; description?: string | null; system?: boolean },
): Permission {
  const now = db.timestamp();
  db.insert('permissions', {
    id: newId('perm'),
    slug: fields.slug,
    name: fields.name,
    description: fields.description,
    system: fields.system ? 1 : 0,
    created_at: now,
    updated_at: now,
  });
  return requireRow(findPermission(db, fields.slug));
}

export function updatePermission(
  db: Database,
  permission: Permission,
  changes: { name?: string; description?: string | null },
): Permission {
  db.update('permissions', permission.id, { ...changes, updated_at: db.timestamp() });
  return requireRow(findPermission(db, permission.slug));
}

export function deletePermission(db: Database, slug: string): void {
  db.run('DELETE FROM permissions WHERE slug = :slug', { slug });
}
