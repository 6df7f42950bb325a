import { announce } from './changes.ts';
import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

export interface User {
  id: string;
  email: string;
  email_verified: number;
  first_name: string | null;
  last_name: string | null;
  /** The full name, if an app has set one. See {@link fullName}. */
  name: string | null;
  profile_picture_url: string | null;
  locale: string | null;
  external_id: string | null;
  metadata: string;
  password_hash: string | null;
  last_sign_in_at: string | null;
  created_at: string;
  updated_at: string;
}

export type UserFields = Partial<Omit<User, 'id' | 'created_at' | 'updated_at'>>;

export function createUser(db: Database, fields: UserFields & { email: string; id?: string }): User {
  const now = db.timestamp();
  const id = fields.id ?? newId('user');
  db.insert('users', { ...fields, id, created_at: now, updated_at: now });
  return requireRow(findUser(db, id));
}

export function findUser(db: Database, id: string): User | undefined {
  return db.get<User>('SELECT * FROM users WHERE id = :id', { id });
}

export function findUserByEmail(db: Database, email: string): User | undefined {
  return db.get<User>('SELECT * FROM users WHERE email = :email', { email: email.trim() });
}

export function findUserByExternalId(db: Database, externalId: string): User | undefined {
  return db.get<User>('SELECT * FROM users WHERE external_id = :externalId', { externalId });
}

/**
 * Whether the owner of an address has a password. One that was set before the address was verified may be a
 * stranger's, and does not count.
 */
export function hasAccount(db: Database, email: string): boolean {
  const user = findUserByEmail(db, email);
  return Boolean(user?.password_hash && user.email_verified);
}

/** Changes a person. With a new password, the reset links that were mailed before stop working. */
export function updateUser(db: Database, id: string, changes: UserFields): User {
  return db.transaction(() => {
    const now = db.timestamp();
    db.update('users', id, { ...changes, updated_at: now });
    if (changes.password_hash) {
      db.run('UPDATE password_resets SET used_at = :now WHERE user_id = :id AND used_at IS NULL', {
        id,
        now,
      });
    }
    return requireRow(findUser(db, id));
  });
}

/**
 * Stores the same password as another hash. It is not a new password: mailed links keep working, and it does not count
 * among the previous ones. Does nothing if the password was changed in the meantime.
 */
export function replacePasswordHash(db: Database, id: string, from: string, to: string): void {
  db.transaction(() => {
    db.run('UPDATE users SET password_hash = :to WHERE id = :id AND password_hash = :from', { id, from, to });
    db.run('DELETE FROM previous_passwords WHERE user_id = :id AND password_hash = :from', { id, from });
  });
}

/** Deletes a person with all that is theirs. @returns Whether there was one. */
export function deleteUser(db: Database, id: string): boolean {
  return db.transaction(() => {
    const user = findUser(db, id);
    if (!user) return false;
    announce(db, 'user.deleted', { user });
    return db.run('DELETE FROM users WHERE id = :id', { id }) > 0;
  });
}

type Names = Pick<User, 'first_name' | 'last_name'> & Partial<Pick<User, 'name'>>;

/** The name that an app has set, else the first and the last name, else null. */
export function fullName({ name, first_name, last_name }: Names): string | null {
  return name || [first_name, last_name].filter(Boolean).join(' ') || null;
}

/** What to call a person: the name, else the e-mail address. */
export function displayName(user: Names & Pick<User, 'email'>): string {
  return fullName(user) ?? user.email;
}
