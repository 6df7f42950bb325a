import { type Database, requireRow } from './database.ts';
import { decrypt, encrypt } from './encryption.ts';
import { hashSecret, newId, newSecret } from './ids.ts';

/** A magic link, which signs the owner of a mailbox in once. */
export interface PasswordlessSession {
  id: string;
  email: string;
  encrypted_token: string;
  redirect_uri: string;
  state: string | null;
  expires_at: string;
  used_at: string | null;
}

export function createPasswordlessSession(
  db: Database,
  fields: { email: string; redirect_uri: string; state: string | undefined; expiresIn: number },
): PasswordlessSession {
  const { expiresIn, ...rest } = fields;
  const id = newId('passwordless_session');
  const token = newSecret();
  db.insert('passwordless_sessions', {
    ...rest,
    id,
    token_hash: hashSecret(token),
    encrypted_token: encrypt(db, token),
    expires_at: db.timestampIn(expiresIn),
    created_at: db.timestamp(),
  });
  return requireRow(findPasswordlessSession(db, id));
}

export function findPasswordlessSession(db: Database, id: string): PasswordlessSession | undefined {
  return db.get<PasswordlessSession>('SELECT * FROM passwordless_sessions WHERE id = :id', { id });
}

export function passwordlessToken(db: Database, { encrypted_token }: PasswordlessSession): string {
  return decrypt(db, encrypted_token);
}

/** Uses up a link. Returns undefined when it is unknown, expired, or already used. */
export function takePasswordlessSession(db: Database, token: string): PasswordlessSession | undefined {
  return db.get<PasswordlessSession>(
    `UPDATE passwordless_sessions SET used_at = :now
     WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now RETURNING *`,
    { hash: hashSecret(token), now: db.timestamp() },
  );
}
