import type { Database } from './database.ts';
import { hashSecret, newId, newOneTimeCode } from './ids.ts';

/** What a mailed code proves. A code of one purpose does not serve another. */
export type OneTimeCodePurpose = 'email_verification' | 'elevated_access' | 'email_change';

/** Ten minutes and five tries, whatever the purpose. */
const LIFETIME_SECONDS = 600;
const MAX_ATTEMPTS = 5;

export type OneTimeCodeResult = 'ok' | 'invalid' | 'used' | 'expired' | 'too_many_attempts';

interface OneTimeCode {
  id: string;
  code_hash: string;
  attempts: number;
  expires_at: string;
  used_at: string | null;
}

/** Makes a code for a person. An earlier code of the same purpose stops working. */
export function createOneTimeCode(
  db: Database,
  userId: string,
  purpose: OneTimeCodePurpose,
): { id: string; code: string; expiresAt: string } {
  const id = newId('code');
  const code = newOneTimeCode();
  const expiresAt = db.timestampIn(LIFETIME_SECONDS);
  db.transaction(() => {
    db.run('DELETE FROM one_time_codes WHERE user_id = :userId AND purpose = :purpose', { userId, purpose });
    db.insert('one_time_codes', {
      id,
      user_id: userId,
      purpose,
      code_hash: hashSecret(id + code),
      expires_at: expiresAt,
      created_at: db.timestamp(),
    });
  });
  return { id, code, expiresAt };
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
       WHERE user_id = :userId AND purpose = :purpose AND (:id IS NULL OR id = :id)`,
      { userId, purpose, id },
    );
    if (!row) return 'invalid';
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
