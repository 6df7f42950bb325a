import type { Database } from './database.ts';
import { newId } from './ids.ts';

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

export interface RedirectUri {
  id: string;
  uri: string;
  created_at: string;
  updated_at: string;
}

export interface CorsOrigin {
  id: string;
  origin: string;
  created_at: string;
  updated_at: string;
}

export function listRedirectUris(db: Database): RedirectUri[] {
  return db.all<RedirectUri>('SELECT * FROM redirect_uris ORDER BY id');
}

export function listCorsOrigins(db: Database): CorsOrigin[] {
  return db.all<CorsOrigin>('SELECT * FROM cors_origins ORDER BY id');
}

/** Allows a redirect URI. */
export function addRedirectUri(db: Database, uri: string): void {
  const now = db.timestamp();
  db.insert('redirect_uris', { id: newId('ruri'), uri, created_at: now, updated_at: now });
}

/** Allows an origin to call the widgets' API from the browser. */
export function addCorsOrigin(db: Database, origin: string): void {
  const now = db.timestamp();
  db.insert('cors_origins', { id: newId('cors'), origin, created_at: now, updated_at: now });
}
