import type { Context } from 'hono';
import { html } from 'hono/html';
import { portalPage } from '../admin-portal/portal-page.ts';
import { field, type Html, selectField, time } from '../pages/layout.ts';
import {
  type AuditLogEntity,
  type AuditLogEvent,
  auditLogFilterChoices,
  findAuditLogEvent,
  listAuditLogEvents,
} from '../store/audit-log-events.ts';
import type { Database } from '../store/database.ts';
import type { PageFilters } from './page-filters.ts';

export const EVENTS_PATH = '/portal/audit-logs';

const PAGE_SIZE = 50;

/**
 * Renders the organization's events, newest first.
 * @param afterId The event that the page continues after.
 */
export function eventsPage(db: Database, c: Context, { chosen, filters }: PageFilters, afterId = '') {
  const { id } = c.get('portal').organization;
  const after = findAuditLogEvent(db, id, afterId);
  const found = listAuditLogEvents(db, id, filters, { order: 'newest', limit: PAGE_SIZE + 1, after });
  const events = found.slice(0, PAGE_SIZE);
  const last = found.length > PAGE_SIZE ? events.at(-1) : undefined;
  return portalPage(c, {
    title: 'Audit logs',
    body: html`${filterForm(db, id, chosen)}
      ${events.length === 0 ? empty(chosen) : eventsTable(events)}
      ${
        last
          ? html`<p class="below">
              <a href="${EVENTS_PATH}?${new URLSearchParams({ ...chosen, after: last.id }).toString()}">Older events</a>
            </p>`
          : ''
      }
      <form method="post" action="${EVENTS_PATH}">
        ${Object.entries(chosen).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        <button class="wide-button">Export as CSV</button>
      </form>`,
  });
}

function filterForm(db: Database, organizationId: string, chosen: PageFilters['chosen']): Html {
  const { actions, actors, targets } = auditLogFilterChoices(db, organizationId);
  const any = (label: string) => ({ value: '', label });
  const sameLabel = (value: string) => ({ value, label: value });
  return html`<form class="filters" method="get" action="${EVENTS_PATH}">
    ${selectField({
      name: 'action',
      label: 'Action',
      options: [any('Any action'), ...actions.map(sameLabel)],
      value: chosen.action,
    })}
    ${selectField({
      name: 'actor',
      label: 'Actor',
      options: [any('Anybody'), ...actors.map(({ id, name }) => ({ value: id, label: name ?? id }))],
      value: chosen.actor,
    })}
    ${selectField({
      name: 'target',
      label: 'Target',
      options: [any('Any target'), ...targets.map(sameLabel)],
      value: chosen.target,
    })}
    ${field({ name: 'from', label: 'From', type: 'date', value: chosen.from, hint: 'Days begin at midnight UTC.' })}
    ${field({ name: 'to', label: 'To', type: 'date', value: chosen.to })}
    <button class="primary">Filter</button>
  </form>`;
}

function empty(chosen: PageFilters['chosen']): Html {
  return html`<p class="empty">
    ${Object.keys(chosen).length > 0 ? 'No event matches these filters.' : 'No events yet.'}
  </p>`;
}

function eventsTable(events: readonly AuditLogEvent[]): Html {
  return html`<h2>Events</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Events">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th><th scope="col">Action</th><th scope="col">Actor</th>
            <th scope="col">Targets</th><th scope="col">Location</th><th scope="col">Details</th>
          </tr>
        </thead>
        <tbody>
          ${events.map(
            (event) =>
              html`<tr>
                <td>${time(event.occurred_at)}</td>
                <td><code>${event.action}</code></td>
                <td>${nameOf(event.actor)}</td>
                <td>${event.targets.map(nameOf).join(', ')}</td>
                <td>${event.context.location}</td>
                <td>
                  <details>
                    <summary aria-label="Show ${event.action} as JSON">JSON</summary>
                    <pre>${JSON.stringify(withoutPosition(event), null, 2)}</pre>
                  </details>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function nameOf({ type, name, id }: AuditLogEntity): string {
  return `${name ?? id} (${type})`;
}

function withoutPosition({ position: _, ...event }: AuditLogEvent) {
  return event;
}
