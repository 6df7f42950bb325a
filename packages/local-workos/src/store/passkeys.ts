import type { Database } from './database.ts';
import { newId } from './ids.ts';

export interface Passkey {
  id: string;
  user_id: string;
  /** As WebAuthn names it, base64url. */
  credential_id: string;
  /** COSE, base64url. */
  public_key: string;
  counter: number;
  /** JSON array of where the authenticator is, e.g. `["internal"]`. */
  transports: string;
  last_used_at: string | null;
  created_at: string;
}

export interface PasskeyChallenge {
  id: string;
  purpose: 'registration' | 'authentication';
  /** Of a registration. */
  user_id: string | null;
  /** The sign-in under way that it is for. */
  authorization_request_id: string | null;
  challenge: string;
}

/** As long as browsers are told to wait for a person. */
export const CHALLENGE_SECONDS = 300;

export function listPasskeys(db: Database, userId: string): Passkey[] {
  return db.all<Passkey>('SELECT * FROM passkeys WHERE user_id = :userId ORDER BY id', { userId });
}

export function findPasskeyByCredential(db: Database, credentialId: string): Passkey | undefined {
  return db.get<Passkey>('SELECT * FROM passkeys WHERE credential_id = :credentialId', { credentialId });
}

export function createPasskey(
  db: Database,
  fields: Omit<Passkey, 'id' | 'last_used_at' | 'created_at'>,
): void {
  db.insert('passkeys', { ...fields, id: newId('passkey'), created_at: db.timestamp() });
}

export function notePasskeyUse(db: Database, id: string, counter: number): void {
  db.update('passkeys', id, { counter, last_used_at: db.timestamp() });
}

/** Removes a passkey of a person; false when there is no such one. */
export function deletePasskey(db: Database, userId: string, id: string): boolean {
  return db.run('DELETE FROM passkeys WHERE id = :id AND user_id = :userId', { id, userId }) > 0;
}

/** @returns Its id. */
export function createPasskeyChallenge(db: Database, fields: Omit<PasskeyChallenge, 'id'>): string {
  const id = newId('passkey_challenge');
  db.insert('passkey_challenges', {
    ...fields,
    id,
    expires_at: db.timestampIn(CHALLENGE_SECONDS),
    created_at: db.timestamp(),
  });
  return id;
}

/** Uses up a challenge, whatever comes of it. Undefined when it is unknown, used, expired, or not for this. */
export function takePasskeyChallenge(
  db: Database,
  id: string,
  purpose: PasskeyChallenge['purpose'],
): PasskeyChallenge | undefined {
  return db.get<PasskeyChallenge>(
    `DELETE FROM passkey_challenges WHERE id = :id AND purpose = :purpose AND expires_at > :now RETURNING *`,
    { id, purpose, now: db.timestamp() },
  );
}

/** Notes that a person does not want to be asked for a passkey for so many days. */
export function remindOfPasskey(db: Database, userId: string, inDays: number): void {
  db.run(
    `INSERT INTO passkey_reminders (user_id, remind_at) VALUES (:userId, :remindAt)
     ON CONFLICT (user_id) DO UPDATE SET remind_at = :remindAt`,
    { userId, remindAt: db.timestampIn(inDays * 86_400) },
  );
}

export function isPasskeyReminderDue(db: Database, userId: string): boolean {
  const later = db.get('SELECT 1 FROM passkey_reminders WHERE user_id = :userId AND remind_at > :now', {
    userId,
    now: db.timestamp(),
  });
  return later === undefined;
}
