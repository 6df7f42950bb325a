import type { Database } from './database.ts';
import { defined } from './defined.ts';

/**
 * Which page of a list is asked for. `normal` is descending with the cursors the other way round
 * (`before` goes on to older records): it is how the widgets page.
 */
export interface PageQuery {
  limit: number;
  order: 'normal' | 'desc' | 'asc';
  before: string | undefined;
  after: string | undefined;
}

export interface Page<Row> {
  rows: Row[];
  listMetadata: { before: string | null; after: string | null };
}

export interface List<Key extends string> {
  /**
   * A query that ends in its WHERE clause, e.g. `SELECT * FROM users WHERE true`, or several that have no row in
   * common, each of which an index can read in the order of the list.
   */
  select: string | readonly string[];
  parameters: Record<string, string | number | null | undefined>;
  /** The column to page by, e.g. `u.id`, and its name in the rows. Both default to `id`. */
  idColumn?: string;
  key?: Key;
  /** What to page by instead, if it has the same order as the ids. */
  position?: { column: string; ofCursor: (comparison: Comparison) => string };
}

type Comparison = '<' | '>';

/** Smaller and larger than every id. A page without a cursor begins there. */
const FIRST = '!';
const LAST = '~';

/** One page of a list, by keyset on the id, so that rows added or removed meanwhile move nothing. */
export function listPage<Row extends { [K in Key]: string }, Key extends string = 'id'>(
  db: Database,
  query: PageQuery,
  { select, parameters, idColumn = 'id', key = 'id' as Key, position }: List<Key>,
): Page<Row> {
  const ascending = query.order === 'asc';
  const [towardsEnd, towardsStart] =
    query.order === 'normal' ? [query.before, query.after] : [query.after, query.before];

  const selects = [select].flat();
  const order = position?.column ?? (selects.length > 1 ? key : idColumn);
  const fetch = (comparison: Comparison, cursor: string, limit: number) => {
    const condition = position
      ? `${position.column} ${comparison}= (${position.ofCursor(comparison)})`
      : `${idColumn} ${comparison} :cursor`;
    return db.all<Row>(
      `${selects.map((each) => `${each} AND ${condition}`).join(' UNION ALL ')}
       ORDER BY ${order} ${comparison === '<' ? 'DESC' : 'ASC'} LIMIT :limit`,
      { ...defined(parameters), cursor, limit },
    );
  };
  const onwards = (cursor: string, limit: number) => fetch(ascending ? '>' : '<', cursor, limit);
  const backwards = (cursor: string, limit: number) => fetch(ascending ? '<' : '>', cursor, limit);
  const [beforeAll, afterAll] = ascending ? [FIRST, LAST] : [LAST, FIRST];

  // One row more than the page tells whether there is another page.
  const isBackwards = towardsStart !== undefined && towardsEnd === undefined;
  const found = isBackwards
    ? backwards(towardsStart, query.limit + 1)
    : onwards(towardsEnd ?? beforeAll, query.limit + 1);
  const hasMore = found.length > query.limit;
  const rows = found.slice(0, query.limit);
  if (isBackwards) rows.reverse();

  // A page whose rows have all been removed meanwhile still leads back to where one came from.
  const first = rows.at(0)?.[key] ?? (towardsEnd && afterAll);
  const last = rows.at(-1)?.[key] ?? (towardsStart && beforeAll);
  const isThere = (edge: string | undefined, more: (cursor: string, limit: number) => Row[]) =>
    edge !== undefined && more(edge, 1).length > 0;
  const hasNext = isBackwards || rows.length === 0 ? isThere(last, onwards) : hasMore;
  const hasPrevious = isBackwards ? hasMore : towardsEnd !== undefined && isThere(first, backwards);
  const next = hasNext ? last : null;
  const previous = hasPrevious ? first : null;
  return {
    rows,
    listMetadata:
      query.order === 'normal'
        ? { before: next ?? null, after: previous ?? null }
        : { before: previous ?? null, after: next ?? null },
  };
}

/**
 * A WHERE clause of the conditions whose parameter is defined. Conditions that are always written and answer "or there
 * is no such parameter" would keep SQLite from using an index.
 */
export function whereDefined(
  conditions: Record<string, string>,
  parameters: Record<string, unknown>,
): string {
  const chosen = Object.keys(conditions).filter((name) => parameters[name] !== undefined);
  return `WHERE ${chosen.map((name) => conditions[name]).join(' AND ') || 'true'}`;
}
