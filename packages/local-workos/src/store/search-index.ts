import type { Database } from './database.ts';
import { type SearchDocument, termsOf } from './search-terms.ts';

/**
 * The search index of users and of members. Triggers note what changes; the index follows before the transaction
 * ends, so both are written or neither is.
 *
 * A document's position is its place in the full-text index. Positions are in the order of the ids, because SQLite
 * reads the index in the order of positions: a page of matches is read without finding all of them.
 */
type Kind = 'user' | 'member';

/** Between new documents, so that one with an older id still finds a place. */
const GAP = 8192;

/** The tables that {@link updateSearchIndex} writes. */
export const SEARCH_TABLES: readonly string[] = ['user_documents', 'member_documents', 'search_changes'];

interface Content {
  scope: string;
  text: string;
  name: string | null;
  labels: string | null;
}

const SELECT_CONTENT: Record<Kind, string> = {
  user: `SELECT '' AS scope, ${userText('users')} AS text, NULL AS name, NULL AS labels FROM users WHERE id = :id`,
  member: `
    SELECT om.organization_id AS scope, lower(users.email) AS text, ${fullName('users')} AS name,
      (SELECT json_group_array(roles.slug) FROM organization_membership_roles AS assigned
       JOIN roles ON roles.id = assigned.role_id
       WHERE assigned.organization_membership_id = om.id) AS labels
    FROM organization_memberships AS om JOIN users ON users.id = om.user_id
    WHERE om.id = :id AND om.status <> 'inactive'`,
};

const SELECT_IDS: Record<Kind, string> = {
  user: 'SELECT id FROM users',
  member: 'SELECT id FROM organization_memberships',
};

/** SQL for what the search of users looks at. */
export function userText(table: string): string {
  return `lower(${table}.email || ' ' || coalesce(${table}.first_name, '') || ' ' || coalesce(${table}.last_name, '') || coalesce(' ' || ${table}.name, ''))`;
}

/** SQL for what the search of members looks at, beside the email. */
export function fullName(table: string): string {
  return `lower(trim(coalesce(${table}.first_name, '') || ' ' || coalesce(${table}.last_name, '')))`;
}

/** SQL that joins the documents with the index, in the order of the index. */
export function searchIndexJoin(kind: Kind): string {
  return `${kind}_terms CROSS JOIN ${kind}_documents AS document ON document.position = ${kind}_terms.rowid`;
}

/** How a list of matches is paged. */
export function searchPosition(kind: Kind) {
  return {
    column: `${kind}_terms.rowid`,
    ofCursor: (comparison: '<' | '>') =>
      `SELECT position FROM ${kind}_documents WHERE id ${comparison} :cursor
       ORDER BY id ${comparison === '<' ? 'DESC' : 'ASC'} LIMIT 1`,
  };
}

export function hasSearchChanges(db: Database): boolean {
  return db.get('SELECT 1 FROM search_changes LIMIT 1') !== undefined;
}

/** Brings the index up to date. Call it in the transaction of the changes. */
export function updateSearchIndex(db: Database): void {
  if (!hasSearchChanges(db)) return;
  for (const kind of ['user', 'member'] as const) {
    const changed = db.all<{ id: string }>('SELECT id FROM search_changes WHERE kind = :kind ORDER BY id', {
      kind,
    });
    if (!changed.every(({ id }) => updateDocument(db, kind, id))) rebuild(db, kind);
  }
  db.run('DELETE FROM search_changes');
}

/** @returns Whether there was a place for it. */
function updateDocument(db: Database, kind: Kind, id: string): boolean {
  const old = db.get<{ position: number; content: string }>(
    `SELECT position, content FROM ${kind}_documents WHERE id = :id`,
    { id },
  );
  const row = db.get<Content>(SELECT_CONTENT[kind], { id });
  const content = row && JSON.stringify(row);
  if (content === old?.content) return true;
  if (old) {
    const { position } = old;
    db.run(`DELETE FROM ${kind}_terms WHERE rowid = :position`, { position });
    db.run(`DELETE FROM ${kind}_documents WHERE position = :position`, { position });
  }
  if (!row) return true;
  const position = old?.position ?? placeFor(db, kind, id);
  if (position === undefined) return false;
  db.insert(`${kind}_documents`, { position, id, content });
  db.run(`INSERT INTO ${kind}_terms (rowid, terms) VALUES (:position, :terms)`, {
    position,
    terms: termsOf(documentOf(row)).join(' '),
  });
  return true;
}

function documentOf({ scope, text, name, labels }: Content): SearchDocument {
  return {
    scope,
    texts: name === null ? [text] : [text, name],
    labels: labels === null ? [] : JSON.parse(labels),
  };
}

/** A position between those of the neighbors by id, or undefined if there is none left. */
function placeFor(db: Database, kind: Kind, id: string): number | undefined {
  const neighbor = (comparison: string, direction: string) =>
    db.get<{ position: number }>(
      `SELECT position FROM ${kind}_documents WHERE id ${comparison} :id ORDER BY id ${direction} LIMIT 1`,
      { id },
    )?.position;
  const previous = neighbor('<', 'DESC');
  const next = neighbor('>', 'ASC');
  if (next === undefined) return (previous ?? 0) + GAP;
  if (previous === undefined) return next - GAP;
  if (next - previous < 2) return undefined;
  // Near the older one, because ids that come later are usually larger.
  return previous + Math.max(1, Math.floor((next - previous) / 64));
}

/** Gives every document a new position. */
function rebuild(db: Database, kind: Kind): void {
  db.run(`INSERT INTO ${kind}_terms (${kind}_terms) VALUES ('delete-all')`);
  db.run(`DELETE FROM ${kind}_documents`);
  for (const { id } of db.all<{ id: string }>(`${SELECT_IDS[kind]} ORDER BY id`))
    updateDocument(db, kind, id);
}
