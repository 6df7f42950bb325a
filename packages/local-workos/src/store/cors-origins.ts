import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

/** An origin whose pages may call from the browser, added through the API, the Settings page or the seed. */
export interface CorsOrigin {
  id: string;
  origin: string;
  created_at: string;
  updated_at: string;
}

export function listCorsOrigins(db: Database): CorsOrigin[] {
  return db.all<CorsOrigin>('SELECT * FROM cors_origins ORDER BY id');
}

export function addCorsOrigin(db: Database, origin: string): CorsOrigin {
  const now = db.timestamp();
  const id = newId('cors');
  db.insert('cors_origins', { id, origin, created_at: now, updated_at: now });
  return requireRow(db.get<CorsOrigin>('SELECT * FROM cors_origins WHERE id = :id', { id }));
}

export function deleteCorsOrigin(db: Database, id: string): void {
  db.run('DELETE FROM cors_origins WHERE id = :id', { id });
}
