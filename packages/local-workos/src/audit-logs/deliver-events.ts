import type { LocalWorkOS } from '../http/context.ts';
import { type AuditLogEvent, lastAuditLogEvent, nextAuditLogEvent } from '../store/audit-log-events.ts';
import {
  type AuditLogStream,
  findAuditLogStream,
  listAuditLogStreams,
  recordDelivery,
} from '../store/audit-log-streams.ts';
import type { Database } from '../store/database.ts';
import { whenWritable } from '../store/when-writable.ts';
import { isDeliverable, postEvent, recordResult } from './delivery.ts';

/**
 * Lets a simulated destination take the events that wait for it. One that is not active takes none: they wait until a
 * test event arrives there.
 */
export function deliverSimulated(db: Database, organizationId: string): void {
  const stream = findAuditLogStream(db, organizationId);
  if (stream?.state !== 'Active' || isDeliverable(stream)) return;
  const last = lastAuditLogEvent(db, organizationId, stream.delivered_position);
  if (last) recordDelivery(db, stream.id, { state: 'Active', eventId: last.id, position: last.position });
}

/** Goes on where an earlier run ended. */
export function deliverWaitingEvents(local: LocalWorkOS): void {
  for (const { organization_id } of listAuditLogStreams(local.db)) deliverEvents(local, organization_id);
}

const busy = new WeakMap<Database, Set<string>>();

/**
 * Sends the events that wait for an endpoint on this machine, in order, one at a time, in the background. After a
 * failure the event waits for the next one, or for a test event.
 */
export function deliverEvents(local: LocalWorkOS, organizationId: string): void {
  const { db } = local;
  const sending = busy.get(db) ?? new Set();
  busy.set(db, sending);
  if (sending.has(organizationId)) return;
  sending.add(organizationId);
  sendAll(db, organizationId, sending).catch((error: unknown) => {
    // The server may have stopped while the endpoint took its time.
    if (db.isOpen()) console.error(error);
  });
}

/** Looks for the next event and leaves `sending` without a wait between, so that no event is overlooked. */
async function sendAll(db: Database, organizationId: string, sending: Set<string>): Promise<void> {
  try {
    let next = nextDelivery(db, organizationId);
    while (next) next = (await send(db, next)) ? nextDelivery(db, organizationId) : undefined;
  } finally {
    sending.delete(organizationId);
  }
}

interface Delivery {
  stream: AuditLogStream;
  event: AuditLogEvent;
}

function nextDelivery(db: Database, organizationId: string): Delivery | undefined {
  const stream = findAuditLogStream(db, organizationId);
  if (!stream || !isDeliverable(stream) || !isStarted(stream)) return undefined;
  const event = nextAuditLogEvent(db, organizationId, stream.delivered_position);
  return event && { stream, event };
}

/** @returns Whether the event has arrived, and counts for the stream as it is now. */
async function send(db: Database, { stream, event }: Delivery): Promise<boolean> {
  const result = await postEvent(db, stream, payload(event));
  const delivered = { eventId: event.id, position: event.position };
  const isRecorded = await whenWritable(db, () => recordResult(db, stream, result, delivered));
  return isRecorded === true && result.state === 'Active';
}

/** Settings are proven by a test event. What an endpoint has refused, it would refuse again. */
function isStarted({ state }: AuditLogStream): boolean {
  return state === 'Active' || state === 'Error';
}

function payload({ position: _, version = 1, metadata = {}, ...event }: AuditLogEvent) {
  return { ...event, version, metadata };
}
