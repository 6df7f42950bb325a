import { Hono } from 'hono';
import { z } from 'zod';
import { refused } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { momentSchema } from '../http/moment.ts';
import { pageQuery } from '../http/pagination.ts';
import { listSchema, readQuery } from '../http/request-body.ts';
import { deleteOldEvents, type Event, hasEvents } from '../store/events.ts';
import { findOrganization } from '../store/organizations.ts';
import { listPage, whereDefined } from '../store/pagination.ts';
import { EVENT_NAMES } from './names.ts';
import { serializeEvent } from './serialize.ts';

/** A time without an offset, and a day, are in UTC. */
const moment = z
  .preprocess(
    (text) => (typeof text === 'string' && /T[\d:.]+$/.test(text) ? `${text}Z` : text),
    momentSchema().or(z.iso.date().transform((day) => new Date(day).toISOString())),
  )
  .optional();

/**
 * The oldest come first unless `order` says otherwise, because an app that syncs stores the last id that it has seen,
 * and passes it as `after`: https://workos.com/docs/events/data-syncing/events-api
 */
const eventQuery = pageQuery.extend({
  order: z.enum(['normal', 'desc', 'asc']).default('asc'),
  events: listSchema.pipe(z.array(z.enum(EVENT_NAMES))).optional(),
  organization_id: z.string().optional(),
  range_start: moment,
  range_end: moment,
});

/** `GET /events`: https://workos.com/docs/reference/events */
export function eventRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/events', (c) => {
    const { events, organization_id, range_start, range_end, ...query } = readQuery(c, eventQuery);
    if (
      organization_id !== undefined &&
      !findOrganization(db, organization_id) &&
      !hasEvents(db, organization_id)
    ) {
      throw refused(`Organization not found: '${organization_id}'.`);
    }
    deleteOldEvents(db);
    const parameters = { organization_id, range_start, range_end };
    const where = whereDefined(
      {
        organization_id: 'organization_id = :organization_id',
        range_start: 'created_at > :range_start',
        range_end: 'created_at < :range_end',
      },
      parameters,
    );
    const select = `SELECT * FROM events ${where}`;
    const names = [...new Set(events)];
    const page = listPage<Event>(db, query, {
      // An index reads the events of one name in their order.
      select: names.length > 0 ? names.map((name) => `${select} AND event = '${name}'`) : select,
      parameters,
    });
    return c.json({
      object: 'list' as const,
      data: page.rows.map(serializeEvent),
      list_metadata: { after: page.listMetadata.after },
    });
  });

  return app;
}
