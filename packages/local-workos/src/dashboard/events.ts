import { Hono } from 'hono';
import { html } from 'hono/html';
import { serializeEvent } from '../events/serialize.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { pageQuery } from '../http/pagination.ts';
import { readQuery } from '../http/request-body.ts';
import { type Html, selectField, time } from '../pages/layout.ts';
import { type Event, eventNames } from '../store/events.ts';
import { listPage, whereDefined } from '../store/pagination.ts';
import { dashboardPage } from './dashboard-page.ts';

/** How many events a page shows. */
const LIMIT = 50;

/** What happened, newest first, with the payloads that apps get. */
export function eventPages({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/events', (c, next) => {
    // The public API lists events at the same path. Only browsers get the page.
    if (c.req.header('Authorization') || !c.req.header('Accept')?.includes('text/html')) return next();
    const { before, after } = readQuery(c, pageQuery);
    const event = c.req.query('event') || undefined;
    const parameters = { event };
    const { rows, listMetadata } = listPage<Event>(
      db,
      { limit: LIMIT, order: 'desc', before, after },
      { select: `SELECT * FROM events ${whereDefined({ event: 'event = :event' }, parameters)}`, parameters },
    );
    const link = (cursor: Record<string, string>) =>
      `/events?${new URLSearchParams({ ...(event ? { event } : {}), ...cursor })}`;
    return dashboardPage(c, {
      title: 'Events',
      body: html`<p>
          What has changed, as <code>GET /events</code> lists it and <a href="/webhooks">webhooks</a> deliver it.
        </p>
        <form method="get" action="/events" class="narrow">
          ${selectField({
            name: 'event',
            label: 'Event',
            value: event ?? '',
            options: [
              { value: '', label: 'All' },
              ...eventNames(db).map((name) => ({ value: name, label: name })),
            ],
          })}
          <button class="small">Filter</button>
        </form>
        ${
          rows.length === 0
            ? html`<p class="empty">No events yet. Every change to a user, organization, or session adds one.</p>`
            : rows.map(eventDetails)
        }
        <nav class="row" aria-label="Pages">
          ${listMetadata.before ? html`<a href="${link({ before: listMetadata.before })}">Newer</a>` : ''}
          ${listMetadata.after ? html`<a href="${link({ after: listMetadata.after })}">Older</a>` : ''}
        </nav>`,
    });
  });

  return app;
}

function eventDetails(event: Event): Html {
  return html`<details id="${event.id}">
    <summary><code>${event.event}</code> <span class="muted">${time(event.created_at)}</span></summary>
    <pre tabindex="0">${JSON.stringify(serializeEvent(event), null, 2)}</pre>
  </details>`;
}
