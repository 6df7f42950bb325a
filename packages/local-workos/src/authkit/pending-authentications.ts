import type { Database } from '../store/database.ts';
import { hashSecret, newSecret } from '../store/ids.ts';

/** What a sign-in through the API lacks, and the app provides with the next grant. */
export type PendingStep = 'email_verification' | 'second_factor' | 'organization';

/** Time enough to enroll, which the app does between. */
const LIFETIME_SECONDS = 600;

/** A sign-in through the API that is not complete. */
export interface PendingAuthentication {
  token_hash: string;
  /** The token serves this step alone: none of them can be left out. */
  awaits: PendingStep;
  user_id: string;
  authentication_method: string;
  second_factor_at: string | null;
  organization_id: string | null;
  ip_address: string | null;
  user_agent: string | null;
}

/** @returns The `pending_authentication_token` with which the app goes on. */
export function createPendingAuthentication(
  db: Database,
  awaits: PendingStep,
  fields: Omit<PendingAuthentication, 'token_hash' | 'awaits'>,
): string {
  const token = newSecret();
  db.insert('pending_authentications', {
    ...fields,
    awaits,
    token_hash: hashSecret(token),
    expires_at: db.timestampIn(LIFETIME_SECONDS),
    created_at: db.timestamp(),
  });
  return token;
}

export function findPendingAuthentication(
  db: Database,
  token: string,
  awaits: PendingStep,
): PendingAuthentication | undefined {
  return db.get<PendingAuthentication>(
    `SELECT * FROM pending_authentications
     WHERE token_hash = :hash AND awaits = :awaits AND expires_at > :now`,
    { hash: hashSecret(token), awaits, now: db.timestamp() },
  );
}

export function endPendingAuthentication(db: Database, tokenHash: string): void {
  db.run('DELETE FROM pending_authentications WHERE token_hash = :tokenHash', { tokenHash });
}
