import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

export interface Role {
  id: string;
  /** Null for a role of the environment, which every organization has. */
  organization_id: string | null;
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

/** The roles of the environment and, if one is given, of an organization, strongest first. */
export function listRoles(db: Database, organizationId: string | null = null): Role[] {
  return db.all<Role>(
    `SELECT * FROM roles WHERE organization_id IS NULL OR organization_id = :organizationId
     ORDER BY priority, id`,
    { organizationId },
  );
}

/** Finds a role of the environment or, if one is given, of an organization. */
export function findRole(db: Database, slug: string, organizationId: string | null = null): Role | undefined {
  return db.get<Role>(
    'SELECT * FROM roles WHERE slug = :slug AND (organization_id IS NULL OR organization_id = :organizationId)',
    { slug, organizationId },
  );
}

/** Whether a new role of an organization, or of the environment, cannot have this slug. */
export function isRoleSlugTaken(db: Database, slug: string, organizationId: string | null): boolean {
  if (organizationId !== null) return findRole(db, slug, organizationId) !== undefined;
  return db.get('SELECT 1 FROM roles WHERE slug = :slug LIMIT 1', { slug }) !== undefined;
}

/** The role of a person for whom none was named. */
export function defaultRole(db: Database): Role {
  return requireRow(
    db.get<Role>(
      `SELECT * FROM roles WHERE organization_id IS NULL
       ORDER BY is_default DESC, priority DESC, id LIMIT 1`,
    ),
  );
}

export function createRole(
  db: Database,
  fields: {
    id?: string;
    /** Left out for a role of the environment. */
    organizationId?: string;
    slug: string;
    name: string;
    description?: string | null | undefined;
    isDefault?: boolean;
  },
): Role {
  const now = db.timestamp();
  const organizationId = fields.organizationId ?? null;
  // A new role is the weakest wherever it can be given.
  const { highest } = requireRow(
    db.get<{ highest: number }>('SELECT coalesce(max(priority), 0) AS highest FROM roles'),
  );
  db.insert('roles', {
    id: fields.id ?? newId('role'),
    organization_id: organizationId,
    slug: fields.slug,
    name: fields.name,
    description: fields.description,
    is_default: fields.isDefault ? 1 : 0,
    priority: highest + 1,
    created_at: now,
    updated_at: now,
  });
  return requireRow(findRole(db, fields.slug, organizationId));
}

export function updateRole(
  db: Database,
  role: Role,
  changes: { name?: string; description?: string | null },
): Role {
  db.update('roles', role.id, { ...changes, updated_at: db.timestamp() });
  return requireRow(findRole(db, role.slug, role.organization_id));
}

/** Whether a membership has the role, whatever its status. */
export function isRoleAssigned(db: Database, { id }: Role): boolean {
  const query = 'SELECT 1 FROM organization_membership_roles WHERE role_id = :id LIMIT 1';
  return db.get(query, { id }) !== undefined;
}

/** Deletes a role of an organization. Its old invitations name none. */
export function deleteOrganizationRole(db: Database, { id, organization_id, slug }: Role): void {
  db.transaction(() => {
    db.run(
      'UPDATE invitations SET role_slug = NULL WHERE organization_id = :organization_id AND role_slug = :slug',
      { organization_id, slug },
    );
    db.run('DELETE FROM roles WHERE id = :id', { id });
  });
}

export function rolePermissions(db: Database, { id }: Role): string[] {
  return db
    .all<{ permission_slug: string }>(
      'SELECT permission_slug FROM role_permissions WHERE role_id = :id ORDER BY permission_slug',
      { id },
    )
    .map((row) => row.permission_slug);
}

export function setRolePermissions(db: Database, { id }: Role, permissions: readonly string[]): void {
  db.transaction(() => {
    db.run('DELETE FROM role_permissions WHERE role_id = :id', { id });
    for (const permission of new Set(permissions)) {
      db.insert('role_permissions', { role_id: id, permission_slug: permission });
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
