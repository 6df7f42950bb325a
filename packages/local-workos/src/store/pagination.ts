import type { Database } from './database.ts';

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

/**
 * One page of a query, by keyset on the id, so that rows added or removed meanwhile move nothing.
 * @param select A query ending in its WHERE clause, e.g. `SELECT u.* FROM users AS u WHERE true`.
 * @param idColumn The column to page by, e.g. `u.id`. The rows must have it as `key`.
 */
export function listPage<Row extends { [K in Key]: string }, Key extends string = 'id'>(
  db: Database,
  query: PageQuery,
  select: string,
  parameters: Record<string, string | number | null | undefined>,
  { idColumn = 'id', key = 'id' as Key }: { idColumn?: string; key?: Key } = {},
): Page<Row> {
  const ascending = query.order === 'asc';
  const [towardsEnd, towardsStart] =
    query.order === 'normal' ? [query.before, query.after] : [query.after, query.before];

  const fetch = (comparison: string, direction: string, cursor: string | undefined, limit: number) =>
    db.all<Row>(
      `${select} AND (:cursor IS NULL OR ${idColumn} ${comparison} :cursor)
       ORDER BY ${idColumn} ${direction} LIMIT :limit`,
      { ...parameters, cursor, limit },
    );
  const onwards = (cursor: string | undefined, limit: number) =>
    ascending ? fetch('>', 'ASC', cursor, limit) : fetch('<', 'DESC', cursor, limit);
  const backwards = (cursor: string | undefined, limit: number) =>
    ascending ? fetch('<', 'DESC', cursor, limit) : fetch('>', 'ASC', cursor, limit);

  const rows =
    towardsStart !== undefined && towardsEnd === undefined
      ? backwards(towardsStart, query.limit).reverse()
      : onwards(towardsEnd, query.limit);

  // A page whose rows have all been removed meanwhile still leads back to where one came from.
  const [beforeAll, afterAll] = ascending ? ['!', '~'] : ['~', '!'];
  const first = rows.at(0)?.[key] ?? (towardsEnd && afterAll);
  const last = rows.at(-1)?.[key] ?? (towardsStart && beforeAll);
  const next = last !== undefined && onwards(last, 1).length > 0 ? last : null;
  const previous = first !== undefined && backwards(first, 1).length > 0 ? first : null;
  return {
    rows,
    listMetadata:
      query.order === 'normal' ? { before: next, after: previous } : { before: previous, after: next },
  };
}
