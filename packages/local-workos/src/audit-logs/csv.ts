import { type AuditLogEvent, listAuditLogEvents } from '../store/audit-log-events.ts';
import { type AuditLogExport, filtersOf } from '../store/audit-log-exports.ts';
import type { Database } from '../store/database.ts';

/** Rows that are read at once, so that a large export needs little memory. */
const BATCH = 500;

/** The fields of an event, in the order of the API reference. WorkOS documents no columns. */
const COLUMNS: Record<string, (event: AuditLogEvent) => unknown> = {
  id: ({ id }) => id,
  action: ({ action }) => action,
  occurred_at: ({ occurred_at }) => occurred_at,
  version: ({ version = 1 }) => version,
  actor_id: ({ actor }) => actor.id,
  actor_type: ({ actor }) => actor.type,
  actor_name: ({ actor }) => actor.name,
  actor_metadata: ({ actor }) => actor.metadata ?? {},
  targets: ({ targets }) => targets,
  context_location: ({ context }) => context.location,
  context_user_agent: ({ context }) => context.user_agent,
  metadata: ({ metadata }) => metadata ?? {},
};

/**
 * Writes an export as CSV (RFC 4180), oldest event first. Values are unaltered, objects and lists as JSON: a program
 * reads back exactly what was logged. Nothing is done for spreadsheets, which may take a value for a formula.
 */
export function* exportCsv(db: Database, found: AuditLogExport): Generator<string> {
  const { organization_id: organizationId, last_position: lastPosition } = found;
  const filters = filtersOf(found);
  yield line(Object.keys(COLUMNS));
  let after: AuditLogEvent | undefined;
  do {
    const events = listAuditLogEvents(db, organizationId, filters, {
      order: 'oldest',
      limit: BATCH,
      after,
      lastPosition,
    });
    if (events.length > 0) yield events.map((event) => line(cells(event))).join('');
    after = events.length === BATCH ? events.at(-1) : undefined;
  } while (after);
}

function cells(event: AuditLogEvent): string[] {
  return Object.values(COLUMNS).map((read) => {
    const value = read(event);
    return typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
  });
}

function line(values: readonly string[]): string {
  return `${values.map(quoted).join(',')}\r\n`;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
