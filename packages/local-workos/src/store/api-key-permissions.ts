import type { ApiKey } from './api-keys.ts';
import type { Database } from './database.ts';
import { membershipPermissions } from './memberships.ts';
import { listPage, type Page, type PageQuery } from './pagination.ts';
import type { Permission } from './roles.ts';

/** What a key may do. A member's key loses what the member's roles no longer hold. */
export function apiKeyPermissions(db: Database, apiKey: ApiKey): string[] {
  const granted = db
    .all<{ permission_slug: string }>(
      'SELECT permission_slug FROM api_key_permissions WHERE api_key_id = :id ORDER BY permission_slug',
      { id: apiKey.id },
    )
    .map((row) => row.permission_slug);
  if (!apiKey.organization_membership_id) return granted;
  const held = membershipPermissions(db, apiKey.organization_membership_id);
  return granted.filter((permission) => held.includes(permission));
}

/**
 * The permissions that a key can be given: those of the product, not WorkOS's own.
 * @param membershipId Whose key it is to be; a member can pass on only what the member's roles hold.
 */
const SELECT_ASSIGNABLE = `
  SELECT * FROM permissions WHERE system = 0
  AND (:membershipId IS NULL OR slug IN
       (SELECT permission_slug FROM role_permissions
        JOIN organization_membership_roles AS assigned ON assigned.role_id = role_permissions.role_id
        WHERE assigned.organization_membership_id = :membershipId))`;

/** One page of the permissions that a key can be given, filtered by a part of name or slug. */
export function listAssignablePermissions(
  db: Database,
  membershipId: string | undefined,
  search: string | undefined,
  query: PageQuery,
): Page<Permission> {
  return listPage<Permission>(db, query, {
    select: `${SELECT_ASSIGNABLE} AND (:search IS NULL OR instr(lower(name || ' ' || slug), lower(:search)) > 0)`,
    parameters: { membershipId: membershipId ?? null, search: search?.trim() || null },
  });
}

/** Those of the permissions that a key cannot be given. */
export function unassignablePermissions(
  db: Database,
  membershipId: string | undefined,
  permissions: readonly string[],
): string[] {
  const assignable = db.all<Permission>(SELECT_ASSIGNABLE, { membershipId }).map(({ slug }) => slug);
  return permissions.filter((permission) => !assignable.includes(permission));
}
