import { type Database, requireRow } from './database.ts';
import { environmentCreatedAt } from './environment.ts';
import { derivedId, newId } from './ids.ts';
import { listPage, type Page, type PageQuery } from './pagination.ts';

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

/** One page of the redirect URIs that are stored and those of the command line, which have ids too. */
export function pageRedirectUris(
  db: Database,
  query: PageQuery,
  configured: readonly string[],
): Page<RedirectUri> {
  const rows = configured.map((uri) => ({ id: configuredRedirectUriId(uri), uri }));
  return listPage<RedirectUri>(db, query, {
    select: `SELECT * FROM (
      SELECT id, uri, created_at, updated_at FROM redirect_uris
      UNION ALL
      SELECT value ->> 'id', value ->> 'uri', :createdAt, :createdAt FROM json_each(:rows)
      WHERE value ->> 'uri' NOT IN (SELECT uri FROM redirect_uris)
    ) WHERE true`,
    parameters: { rows: JSON.stringify(rows), createdAt: environmentCreatedAt(db) },
  });
}

export function configuredRedirectUriId(uri: string): string {
  return derivedId('redir', uri);
}

export function findRedirectUri(db: Database, id: string): RedirectUri | undefined {
  return db.get<RedirectUri>('SELECT * FROM redirect_uris WHERE id = :id', { id });
}

export function addRedirectUri(db: Database, uri: string): RedirectUri {
  const now = db.timestamp();
  const id = newId('redir');
  db.insert('redirect_uris', { id, uri, created_at: now, updated_at: now });
  return requireRow(findRedirectUri(db, id));
}

export function deleteRedirectUri(db: Database, id: string): void {
  db.run('DELETE FROM redirect_uris WHERE id = :id', { id });
}
