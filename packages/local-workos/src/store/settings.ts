import type { Database } from './database.ts';

/** Settings that outlive a reset: without them, tokens and cookies would no longer be valid. */
export const OWN_SECRETS: readonly string[] = [
  'signing_key',
  'encryption_key',
  'cookie_password',
  'form_key',
];

/** A value that Local WorkOS keeps for itself, such as its signing key. */
export function readSetting(db: Database, key: string): string | undefined {
  return db.get<{ value: string }>('SELECT value FROM settings WHERE key = :key', { key })?.value;
}

export function writeSetting(db: Database, key: string, value: string): void {
  db.run(
    'INSERT INTO settings (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value',
    { key, value },
  );
}

export function deleteSetting(db: Database, key: string): void {
  db.run('DELETE FROM settings WHERE key = :key', { key });
}
