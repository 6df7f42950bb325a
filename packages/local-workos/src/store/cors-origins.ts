import { type Database, requireRow } from './database.ts';
import { environmentCreatedAt } from './environment.ts';
import { derivedId, newId } from './ids.ts';
import { listPage, type Page, type PageQuery } from './pagination.ts';

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

/** One page of the origins that are stored and those of the command line, which have ids too. */
export function pageCorsOrigins(
  db: Database,
  query: PageQuery,
  configured: readonly string[],
): Page<CorsOrigin> {
  const rows = configured.map((origin) => ({ id: derivedId('cors_origin', origin), origin }));
  return listPage<CorsOrigin>(db, query, {
    select: `SELECT * FROM (
      SELECT id, origin, created_at, updated_at FROM cors_origins
      UNION ALL
      SELECT value ->> 'id', value ->> 'origin', :createdAt, :createdAt FROM json_each(:rows)
      WHERE value ->> 'origin' NOT IN (SELECT origin FROM cors_origins)
    ) WHERE true`,
    parameters: { rows: JSON.stringify(rows), createdAt: environmentCreatedAt(db) },
  });
}

export function addCorsOrigin(db: Database, origin: string): CorsOrigin {
  const now = db.timestamp();
  const id = newId('cors_origin');
  db.insert('cors_origins', { id, origin, created_at: now, updated_at: now });
  return requireRow(db.get<CorsOrigin>('SELECT * FROM cors_origins WHERE id = :id', { id }));
}

export function deleteCorsOrigin(db: Database, id: string): void {
  db.run('DELETE FROM cors_origins WHERE id = :id', { id });
}
