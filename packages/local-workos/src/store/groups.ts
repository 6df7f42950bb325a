import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

/** A group of an organization's members. */
export interface Group {
  id: string;
  organization_id: string;
  name: string;
  description: string | null;
  created_at: string;
  updated_at: string;
}

export function createGroup(
  db: Database,
  fields: { organization_id: string; name: string; description?: string | null | undefined },
): Group {
  const id = newId('group');
  const now = db.timestamp();
  db.insert('organization_groups', { ...fields, id, created_at: now, updated_at: now });
  return requireRow(findGroup(db, fields.organization_id, id));
}

/** Finds a group of this organization. */
export function findGroup(db: Database, organizationId: string, id: string): Group | undefined {
  return db.get<Group>(
    'SELECT * FROM organization_groups WHERE id = :id AND organization_id = :organizationId',
    { id, organizationId },
  );
}

export function updateGroup(
  db: Database,
  { id, organization_id }: Group,
  changes: { name?: string | undefined; description?: string | null | undefined },
): Group {
  db.update('organization_groups', id, { ...changes, updated_at: db.timestamp() });
  return requireRow(findGroup(db, organization_id, id));
}

export function deleteGroup(db: Database, { id }: Group): void {
  db.run('DELETE FROM organization_groups WHERE id = :id', { id });
}

/** Adds a member. Nothing changes for one who is in the group already. */
export function addGroupMember(db: Database, { id }: Group, membershipId: string): void {
  db.run(
    `INSERT OR IGNORE INTO group_memberships (group_id, organization_membership_id, created_at)
     VALUES (:id, :membershipId, :now)`,
    { id, membershipId, now: db.timestamp() },
  );
}

/** @returns Whether the member was in the group. */
export function removeGroupMember(db: Database, { id }: Group, membershipId: string): boolean {
  const removed = db.run(
    'DELETE FROM group_memberships WHERE group_id = :id AND organization_membership_id = :membershipId',
    { id, membershipId },
  );
  return removed > 0;
}
