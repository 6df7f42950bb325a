import { type Database, requireRow } from './database.ts';
import { finishDeletions } from './directories.ts';
import { newId } from './ids.ts';

/** A person as the last sync found them at the provider. */
export interface DirectoryUser {
  id: string;
  directory_id: string;
  idp_id: string;
  /** The account that the sync made or found; somebody who was inactive from the start has none. */
  user_id: string | null;
  email: string;
  first_name: string;
  last_name: string;
  state: 'active' | 'inactive';
  created_at: string;
  updated_at: string;
}

export interface DirectoryGroup {
  id: string;
  directory_id: string;
  idp_id: string;
  name: string;
  created_at: string;
  updated_at: string;
}

export type DirectoryUserFields = Pick<DirectoryUser, 'email' | 'first_name' | 'last_name' | 'state'>;

export function findDirectoryUser(db: Database, id: string): DirectoryUser | undefined {
  finishDeletions(db);
  return db.get<DirectoryUser>('SELECT * FROM directory_users WHERE id = :id', { id });
}

export function listDirectoryUsers(db: Database, directoryId: string): DirectoryUser[] {
  return db.all<DirectoryUser>(
    'SELECT * FROM directory_users WHERE directory_id = :directoryId ORDER BY id',
    {
      directoryId,
    },
  );
}

export function createDirectoryUser(
  db: Database,
  fields: DirectoryUserFields & Pick<DirectoryUser, 'directory_id' | 'idp_id'>,
): DirectoryUser {
  const now = db.timestamp();
  const id = newId('directory_user');
  db.insert('directory_users', { ...fields, id, created_at: now, updated_at: now });
  return requireRow(findDirectoryUser(db, id));
}

export function updateDirectoryUser(
  db: Database,
  id: string,
  changes: Partial<DirectoryUserFields & Pick<DirectoryUser, 'user_id'>>,
): DirectoryUser {
  db.update('directory_users', id, { ...changes, updated_at: db.timestamp() });
  return requireRow(findDirectoryUser(db, id));
}

export function deleteDirectoryUser(db: Database, id: string): void {
  db.run('DELETE FROM directory_users WHERE id = :id', { id });
}

export function findDirectoryGroup(db: Database, id: string): DirectoryGroup | undefined {
  finishDeletions(db);
  return db.get<DirectoryGroup>('SELECT * FROM directory_groups WHERE id = :id', { id });
}

/** The groups of a directory user, by name. */
export function listGroupsOf(db: Database, directoryUserId: string): DirectoryGroup[] {
  return db.all<DirectoryGroup>(
    `SELECT directory_groups.* FROM directory_groups JOIN directory_group_users AS membership
       ON membership.directory_group_id = directory_groups.id
     WHERE membership.directory_user_id = :directoryUserId ORDER BY directory_groups.name`,
    { directoryUserId },
  );
}

/** Makes the groups of a directory these and no others; one that stays keeps its id. */
export function setDirectoryGroups(db: Database, directoryId: string, names: readonly string[]): void {
  const now = db.timestamp();
  db.run(
    `DELETE FROM directory_groups WHERE directory_id = :directoryId
     AND name NOT IN (SELECT value FROM json_each(:names))`,
    { directoryId, names: JSON.stringify(names) },
  );
  for (const name of names) {
    db.run(
      `INSERT OR IGNORE INTO directory_groups (id, directory_id, idp_id, name, created_at, updated_at)
       VALUES (:id, :directoryId, :idpId, :name, :now, :now)`,
      { id: newId('directory_group'), directoryId, idpId: crypto.randomUUID(), name, now },
    );
  }
}

/** Puts a directory user into these groups of the directory and no others. */
export function setGroupsOf(db: Database, directoryUser: DirectoryUser, names: readonly string[]): void {
  db.run('DELETE FROM directory_group_users WHERE directory_user_id = :id', { id: directoryUser.id });
  db.run(
    `INSERT INTO directory_group_users (directory_group_id, directory_user_id)
     SELECT id, :id FROM directory_groups WHERE directory_id = :directoryId
     AND name IN (SELECT value FROM json_each(:names))`,
    { id: directoryUser.id, directoryId: directoryUser.directory_id, names: JSON.stringify(names) },
  );
}
