import type { Database } from './database.ts';
import { deleteSetting, readSetting, writeSetting } from './settings.ts';

const API_KEYS = 'environment_api_keys';
const SIGN_IN_ENDPOINT = 'sign_in_endpoint';
const SEED_PASSWORD = 'seed_password';

/** When this environment got its roles, which is when it was seeded. */
export function environmentCreatedAt(db: Database): string {
  const row = db.get<{ at: string | null }>(
    'SELECT min(created_at) AS at FROM roles WHERE organization_id IS NULL',
  );
  return row?.at ?? db.timestamp();
}

/** The secret keys that the seed names, if it names any. */
export function savedApiKeys(db: Database): readonly string[] | undefined {
  const stored = readSetting(db, API_KEYS);
  return stored === undefined ? undefined : JSON.parse(stored);
}

export function saveApiKeys(db: Database, keys: readonly string[]): void {
  writeSetting(db, API_KEYS, JSON.stringify(keys));
}

/** Where an app starts a sign-in, if it has been set. */
export function savedSignInEndpoint(db: Database): string | undefined {
  return readSetting(db, SIGN_IN_ENDPOINT);
}

export function saveSignInEndpoint(db: Database, url: string | undefined): void {
  if (url === undefined) deleteSetting(db, SIGN_IN_ENDPOINT);
  else writeSetting(db, SIGN_IN_ENDPOINT, url);
}

/** The password that the seeded people share, if they do. */
export function seedPassword(db: Database): string | undefined {
  return readSetting(db, SEED_PASSWORD);
}

export function saveSeedPassword(db: Database, password: string): void {
  writeSetting(db, SEED_PASSWORD, password);
}
