import { type Database, requireRow } from './database.ts';
import { decrypt, encrypt } from './encryption.ts';
import { hashSecret, newId, newSecret } from './ids.ts';

/** A link with which a person can choose a new password. */
export interface PasswordReset {
  id: string;
  user_id: string;
  /** Null for one of an earlier version, which cannot be read again. */
  encrypted_token: string | null;
  expires_at: string;
  used_at: string | null;
  created_at: string;
}

/** One hour, as in WorkOS's password reset emails. */
const LIFETIME_SECONDS = 3600;

export function createPasswordReset(db: Database, userId: string): { reset: PasswordReset; token: string } {
  const id = newId('password_reset');
  const token = newSecret();
  db.insert('password_resets', {
    id,
    user_id: userId,
    token_hash: hashSecret(token),
    encrypted_token: encrypt(db, token),
    expires_at: db.timestampIn(LIFETIME_SECONDS),
    created_at: db.timestamp(),
  });
  return { reset: requireRow(findPasswordReset(db, id)), token };
}

export function findPasswordReset(db: Database, id: string): PasswordReset | undefined {
  return db.get<PasswordReset>('SELECT * FROM password_resets WHERE id = :id', { id });
}

export function findPasswordResetByToken(db: Database, token: string): PasswordReset | undefined {
  return db.get<PasswordReset>('SELECT * FROM password_resets WHERE token_hash = :hash', {
    hash: hashSecret(token),
  });
}

/** The token of a reset, or undefined if it cannot be read again. */
export function passwordResetToken(db: Database, { encrypted_token }: PasswordReset): string | undefined {
  return encrypted_token === null ? undefined : decrypt(db, encrypted_token);
}
