import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

export interface AuthenticationFactor {
  id: string;
  user_id: string | null;
  type: 'totp' | 'sms' | 'generic_otp';
  totp_issuer: string | null;
  totp_user: string | null;
  encrypted_totp_secret: string | null;
  phone_number: string | null;
  verified_at: string | null;
  last_used_at: string | null;
  last_time_step: number | null;
  created_at: string;
  updated_at: string;
}

export interface AuthenticationChallenge {
  id: string;
  authentication_factor_id: string;
  code_hash: string | null;
  attempts: number;
  /** Null for authenticator apps, whose codes expire by themselves. */
  expires_at: string | null;
  verified_at: string | null;
  created_at: string;
  updated_at: string;
}

export function createFactor(
  db: Database,
  fields: Pick<AuthenticationFactor, 'type'> & Partial<Omit<AuthenticationFactor, 'id'>>,
): AuthenticationFactor {
  const id = newId('auth_factor');
  const now = db.timestamp();
  db.insert('authentication_factors', { ...fields, id, created_at: now, updated_at: now });
  return requireRow(findFactor(db, id));
}

export function findFactor(db: Database, id: string): AuthenticationFactor | undefined {
  return db.get<AuthenticationFactor>('SELECT * FROM authentication_factors WHERE id = :id', { id });
}

/** The authenticator apps that a person has set up to the end. They are asked for at sign-in. */
export function listAuthenticators(db: Database, userId: string): AuthenticationFactor[] {
  return db.all<AuthenticationFactor>(
    `SELECT * FROM authentication_factors
     WHERE user_id = :userId AND type = 'totp' AND verified_at IS NOT NULL ORDER BY id`,
    { userId },
  );
}

export function updateFactor(
  db: Database,
  id: string,
  changes: Partial<Pick<AuthenticationFactor, 'verified_at' | 'last_used_at' | 'last_time_step'>>,
): void {
  db.update('authentication_factors', id, { ...changes, updated_at: db.timestamp() });
}

export function deleteFactor(db: Database, id: string): void {
  db.run('DELETE FROM authentication_factors WHERE id = :id', { id });
}

/** Removes a person's authenticator apps: all, or those whose set-up was left off. */
export function deleteAuthenticators(
  db: Database,
  userId: string,
  { unfinishedOnly = false }: { unfinishedOnly?: boolean } = {},
): void {
  db.run(
    `DELETE FROM authentication_factors WHERE user_id = :userId AND type = 'totp'
     AND (:unfinishedOnly = 0 OR verified_at IS NULL)`,
    { userId, unfinishedOnly: Number(unfinishedOnly) },
  );
}

export function createChallenge(
  db: Database,
  fields: Pick<AuthenticationChallenge, 'id' | 'authentication_factor_id' | 'code_hash' | 'expires_at'>,
): AuthenticationChallenge {
  const now = db.timestamp();
  db.insert('authentication_challenges', { ...fields, created_at: now, updated_at: now });
  return requireRow(findChallenge(db, fields.id));
}

export function findChallenge(db: Database, id: string): AuthenticationChallenge | undefined {
  return db.get<AuthenticationChallenge>('SELECT * FROM authentication_challenges WHERE id = :id', { id });
}

export function updateChallenge(
  db: Database,
  id: string,
  changes: Partial<Pick<AuthenticationChallenge, 'attempts' | 'verified_at'>>,
): void {
  db.update('authentication_challenges', id, { ...changes, updated_at: db.timestamp() });
}
