import type { DirectoryMetadata, DirectoryState } from '@workos-inc/widgets/experimental/api/fetch';
import { type Database, requireRow } from './database.ts';
import type { KnownDirectoryType } from './directory-types.ts';
import { newId, newSecret } from './ids.ts';

export interface Directory {
  id: string;
  organization_id: string;
  external_key: string;
  type: KnownDirectoryType;
  state: DirectoryState;
  name: string;
  token_hash: string | null;
  provider_token_hash: string | null;
  last_sync_run_at: string | null;
  created_at: string;
  updated_at: string;
}

/** WorkOS deletes a directory in the background; until then it is there, and `deleting`. */
export const DELETION_SECONDS = 5;

export function createDirectory(
  db: Database,
  fields: Pick<Directory, 'organization_id' | 'type' | 'state' | 'name'>,
): Directory {
  const now = db.timestamp();
  const id = newId('directory');
  db.insert('directories', {
    ...fields,
    id,
    external_key: newSecret().slice(0, 16),
    created_at: now,
    updated_at: now,
  });
  return requireRow(findDirectory(db, id));
}

export function findDirectory(db: Database, id: string): Directory | undefined {
  finishDeletions(db);
  return db.get<Directory>('SELECT * FROM directories WHERE id = :id', { id });
}

/** The directories of an organization, the oldest first. */
export function listDirectories(db: Database, organizationId: string): Directory[] {
  finishDeletions(db);
  return db.all<Directory>('SELECT * FROM directories WHERE organization_id = :organizationId ORDER BY id', {
    organizationId,
  });
}

export function updateDirectory(
  db: Database,
  id: string,
  changes: Partial<
    Pick<Directory, 'type' | 'state' | 'token_hash' | 'provider_token_hash' | 'last_sync_run_at'>
  >,
): Directory {
  db.update('directories', id, { ...changes, updated_at: db.timestamp() });
  return requireRow(findDirectory(db, id));
}

/** Starts the deletion, once. */
export function startDeletion(db: Database, directory: Directory): void {
  if (directory.state !== 'deleting') updateDirectory(db, directory.id, { state: 'deleting' });
}

/** Lets those go whose time is over. To be called before directories are read in any other way than above. */
export function finishDeletions(db: Database): void {
  db.run(`DELETE FROM directories WHERE state = 'deleting' AND updated_at <= :before`, {
    before: db.timestampIn(-DELETION_SECONDS),
  });
}

/** How many people and groups the last sync left. */
export function directoryMetadata(db: Database, directoryId: string): DirectoryMetadata {
  const counts = requireRow(
    db.get<{ active: number; inactive: number; groups: number }>(
      `SELECT count(*) FILTER (WHERE state = 'active') AS active,
         count(*) FILTER (WHERE state = 'inactive') AS inactive,
         (SELECT count(*) FROM directory_groups WHERE directory_id = :directoryId) AS groups
       FROM directory_users WHERE directory_id = :directoryId`,
      { directoryId },
    ),
  );
  return { users: { active: counts.active, inactive: counts.inactive }, groups: counts.groups };
}

/** Whether a person is in an organization because one of its directories has them. */
export function isDirectoryManaged(db: Database, userId: string, organizationId: string): boolean {
  const row = db.get(
    `SELECT 1 FROM directory_users JOIN directories ON directories.id = directory_users.directory_id
     WHERE directory_users.user_id = :userId AND directories.organization_id = :organizationId
     AND directories.state <> 'deleting'`,
    { userId, organizationId },
  );
  return row !== undefined;
}
