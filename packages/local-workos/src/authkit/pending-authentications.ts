import type { Database } from '../store/database.ts';
import { hashSecret, newSecret } from '../store/ids.ts';

/** The step that a sign-in through the API is missing. The app completes it with the next grant. */
export type PendingStep = 'email_verification' | 'second_factor' | 'organization';

/** Long enough for the app to enroll a factor in between. */
const LIFETIME_SECONDS = 600;

/** An incomplete sign-in through the API. */
export interface PendingAuthentication {
  token_hash: string;
  /** The token only works for this step, so no step can be skipped. */
  awaits: PendingStep;
  user_id: string;
  authentication_method: string;
  second_factor_at: string | null;
  organization_id: string | null;
  ip_address: string | null;
  user_agent: string | null;
}

/** @returns The `pending_authentication_token` that the app continues with. */
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
