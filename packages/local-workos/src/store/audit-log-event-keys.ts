import type { Database } from './database.ts';
import { hashSecret } from './ids.ts';

/** As documented for the Idempotency-Key header. */
const LIFETIME_SECONDS = 86_400;

/** What an idempotency key was used with: the hash of the request body. Undefined for a new or expired key. */
export function bodyHashOfEventKey(db: Database, key: string): string | undefined {
  return db.get<{ body_hash: string }>(
    'SELECT body_hash FROM audit_log_event_keys WHERE key_hash = :hash AND expires_at > :now',
    { hash: hashSecret(key), now: db.timestamp() },
  )?.body_hash;
}

/** Remembers a key. Call it in the transaction that stores the event, so that there is never one without the other. */
export function rememberEventKey(db: Database, key: string, bodyHash: string): void {
  db.run('DELETE FROM audit_log_event_keys WHERE expires_at <= :now', { now: db.timestamp() });
  db.insert('audit_log_event_keys', {
    key_hash: hashSecret(key),
    body_hash: bodyHash,
    expires_at: db.timestampIn(LIFETIME_SECONDS),
  });
}
