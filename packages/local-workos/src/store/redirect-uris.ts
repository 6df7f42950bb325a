import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

/** Where a sign-in may lead, added through the API, the Settings page or the seed. */
export interface RedirectUri {
  id: string;
  uri: string;
  created_at: string;
  updated_at: string;
}

export function listRedirectUris(db: Database): RedirectUri[] {
  return db.all<RedirectUri>('SELECT * FROM redirect_uris ORDER BY id');
}

export function findRedirectUri(db: Database, id: string): RedirectUri | undefined {
  return db.get<RedirectUri>('SELECT * FROM redirect_uris WHERE id = :id', { id });
}

export function addRedirectUri(db: Database, uri: string): RedirectUri {
  const now = db.timestamp();
  const id = newId('ruri');
  db.insert('redirect_uris', { id, uri, created_at: now, updated_at: now });
  return requireRow(findRedirectUri(db, id));
}

export function deleteRedirectUri(db: Database, id: string): void {
  db.run('DELETE FROM redirect_uris WHERE id = :id', { id });
}
