import type { Database } from '../store/database.ts';
import { hashSecret, newSecret } from '../store/ids.ts';

/** Time enough to enroll, which the app does between. */
const LIFETIME_SECONDS = 600;

/** A sign-in through the API that lacks a second factor. */
export interface PendingAuthentication {
  token_hash: string;
  user_id: string;
  authentication_method: string;
  ip_address: string | null;
  user_agent: string | null;
}

/** @returns The `pending_authentication_token` with which the app goes on. */
export function createPendingAuthentication(
  db: Database,
  fields: Omit<PendingAuthentication, 'token_hash'>,
): string {
  const token = newSecret();
  db.insert('pending_authentications', {
    ...fields,
    token_hash: hashSecret(token),
    expires_at: db.timestampIn(LIFETIME_SECONDS),
    created_at: db.timestamp(),
  });
  return token;
}

export function findPendingAuthentication(db: Database, token: string): PendingAuthentication | undefined {
  return db.get<PendingAuthentication>(
    'SELECT * FROM pending_authentications WHERE token_hash = :hash AND expires_at > :now',
    { hash: hashSecret(token), now: db.timestamp() },
  );
}

export function endPendingAuthentication(db: Database, { token_hash }: PendingAuthentication): void {
  db.run('DELETE FROM pending_authentications WHERE token_hash = :token_hash', { token_hash });
}
