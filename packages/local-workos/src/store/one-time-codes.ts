import type { Database } from './database.ts';
import { decrypt, encrypt } from './encryption.ts';
import { hashSecret, newId, newOneTimeCode } from './ids.ts';

/** What a mailed code proves. A code of one purpose does not serve another. */
export type OneTimeCodePurpose = ReadablePurpose | 'elevated_access' | 'email_change';

/** Apps can read these codes again, to send them in emails of their own. */
export type ReadablePurpose = 'email_verification' | 'magic_auth';

/** Ten minutes and five tries, whatever the purpose. */
const LIFETIME_SECONDS = 600;
const MAX_ATTEMPTS = 5;

export type OneTimeCodeResult = 'ok' | 'invalid' | 'used' | 'expired' | 'too_many_attempts';

const ID_PREFIXES: Record<OneTimeCodePurpose, string> = {
  email_verification: 'email_verification',
  magic_auth: 'magic_auth',
  elevated_access: 'code',
  email_change: 'code',
};

interface OneTimeCode {
  id: string;
  code_hash: string;
  attempts: number;
  expires_at: string;
  used_at: string | null;
}

/**
 * Makes a code for a person. An earlier code of the same purpose stops working.
 * @param invitationId The invitation that the code accepts.
 */
export function createOneTimeCode(
  db: Database,
  userId: string,
  purpose: OneTimeCodePurpose,
  invitationId?: string,
): { id: string; code: string; expiresAt: string } {
  const id = newId(ID_PREFIXES[purpose]);
  const code = newOneTimeCode();
  const expiresAt = db.timestampIn(LIFETIME_SECONDS);
  db.transaction(() => {
    db.run(
      `UPDATE one_time_codes SET expires_at = :now
       WHERE user_id = :userId AND purpose = :purpose AND expires_at > :now`,
      { userId, purpose, now: db.timestamp() },
    );
    db.insert('one_time_codes', {
      id,
      user_id: userId,
      purpose,
      code_hash: hashSecret(id + code),
      encrypted_code: isReadable(purpose) ? encrypt(db, code) : undefined,
      invitation_id: invitationId,
      expires_at: expiresAt,
      created_at: db.timestamp(),
    });
  });
  return { id, code, expiresAt };
}

function isReadable(purpose: OneTimeCodePurpose): purpose is ReadablePurpose {
  return purpose === 'email_verification' || purpose === 'magic_auth';
}

/** A code that the API returns. */
export interface ReadableCode {
  id: string;
  user_id: string;
  encrypted_code: string;
  invitation_id: string | null;
  expires_at: string;
  used_at: string | null;
  created_at: string;
}

/** Finds a code, used and expired ones too. Those of earlier versions cannot be read. */
export function findOneTimeCode(
  db: Database,
  purpose: ReadablePurpose,
  id: string,
): ReadableCode | undefined {
  return db.get<ReadableCode>(
    `SELECT id, user_id, encrypted_code, invitation_id, expires_at, used_at, created_at FROM one_time_codes
     WHERE id = :id AND purpose = :purpose AND encrypted_code IS NOT NULL`,
    { id, purpose },
  );
}

export function readOneTimeCode(db: Database, { encrypted_code }: ReadableCode): string {
  return decrypt(db, encrypted_code);
}

/** The newest code of a person, which is the one that works. */
export function latestOneTimeCode(
  db: Database,
  userId: string,
  purpose: ReadablePurpose,
): ReadableCode | undefined {
  const row = db.get<{ id: string }>(
    'SELECT id FROM one_time_codes WHERE user_id = :userId AND purpose = :purpose ORDER BY id DESC LIMIT 1',
    { userId, purpose },
  );
  return row && findOneTimeCode(db, purpose, row.id);
}

/** Whether a code would be taken now. */
export function isOneTimeCodeOpen(db: Database, id: string): boolean {
  const row = db.get(
    `SELECT id FROM one_time_codes
     WHERE id = :id AND used_at IS NULL AND expires_at > :now AND attempts < :maxAttempts`,
    { id, now: db.timestamp(), maxAttempts: MAX_ATTEMPTS },
  );
  return row !== undefined;
}

export function expireOneTimeCode(db: Database, id: string): void {
  db.update('one_time_codes', id, { expires_at: db.timestamp() });
}

/**
 * Checks a code and, if it is right, uses it up. Each wrong try counts.
 * @param id Which code is meant, where the caller knows; one that has been replaced is not taken.
 */
export function redeemOneTimeCode(
  db: Database,
  userId: string,
  purpose: OneTimeCodePurpose,
  code: string,
  id?: string,
): OneTimeCodeResult {
  return db.transaction(() => {
    const row = db.get<OneTimeCode>(
      `SELECT * FROM one_time_codes
       WHERE user_id = :userId AND purpose = :purpose ORDER BY id DESC LIMIT 1`,
      { userId, purpose },
    );
    if (!row || (id !== undefined && row.id !== id)) return 'invalid';
    if (row.used_at) return 'used';
    if (row.expires_at <= db.timestamp()) return 'expired';
    if (row.attempts >= MAX_ATTEMPTS) return 'too_many_attempts';
    if (hashSecret(row.id + code.trim()) !== row.code_hash) {
      db.update('one_time_codes', row.id, { attempts: row.attempts + 1 });
      return 'invalid';
    }
    db.update('one_time_codes', row.id, { used_at: db.timestamp() });
    return 'ok';
  });
}
