import { z } from 'zod';
import type { Page, PageQuery } from '../store/pagination.ts';

/** An empty cursor counts as missing. */
const cursor = z
  .string()
  .optional()
  .transform((text) => text || undefined);

/** The paging parameters of every list. See {@link PageQuery} for their meaning. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  order: z.enum(['normal', 'desc', 'asc']).default('desc'),
  before: cursor,
  after: cursor,
}) satisfies z.ZodType<PageQuery>;

/** Converts a page to the format of the public API. */
export function listResponse<Row, Item>(page: Page<Row>, serialize: (row: Row) => Item) {
  return { object: 'list' as const, data: page.rows.map(serialize), list_metadata: page.listMetadata };
}
