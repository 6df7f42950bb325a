import type { Database } from './database.ts';
import { newId } from './ids.ts';
import { addDeliveries } from './webhook-deliveries.ts';

export interface Event {
  id: string;
  event: string;
  /** The organization that `GET /events` finds it by. */
  organization_id: string | null;
  /** JSON */
  data: string;
  /** JSON */
  context: string;
  created_at: string;
}

/** How long WorkOS lists an event: https://workos.com/docs/reference/events */
const LISTED_SECONDS = 30 * 86_400;

/** Appends an event, and a delivery to every webhook endpoint that asked for it. */
export function appendEvent(
  db: Database,
  event: {
    name: string;
    organizationId?: string | null | undefined;
    data: object;
    context?: object | undefined;
  },
): void {
  db.transaction(() => {
    const id = newId('event');
    db.insert('events', {
      id,
      event: event.name,
      organization_id: event.organizationId,
      data: JSON.stringify(event.data),
      context: JSON.stringify(event.context ?? {}),
      created_at: db.timestamp(),
    });
    addDeliveries(db, { id, event: event.name });
  });
}

export function findEvent(db: Database, id: string): Event | undefined {
  return db.get<Event>('SELECT * FROM events WHERE id = :id', { id });
}

/** Whether an event of this organization is kept, which may be deleted itself. */
export function hasEvents(db: Database, organizationId: string): boolean {
  const row = db.get('SELECT 1 FROM events WHERE organization_id = :organizationId LIMIT 1', {
    organizationId,
  });
  return row !== undefined;
}

/** Deletes the events that are too old to be listed. To be called before events are read. */
export function deleteOldEvents(db: Database): void {
  const before = db.timestampIn(-LISTED_SECONDS);
  // A read takes no lock unless there is something to write.
  if (!db.get('SELECT 1 FROM events WHERE created_at <= :before LIMIT 1', { before })) return;
  db.run('DELETE FROM events WHERE created_at <= :before', { before });
}

/** The names of the events that there are, in alphabetical order. */
export function eventNames(db: Database): string[] {
  return db
    .all<{ event: string }>('SELECT DISTINCT event FROM events ORDER BY event')
    .map((row) => row.event);
}
