import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

/** One event on its way to one endpoint. */
export interface WebhookDelivery {
  id: string;
  webhook_endpoint_id: string;
  event_id: string;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  /** Null when nothing is to be sent. */
  next_attempt_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface WebhookAttempt {
  id: string;
  webhook_delivery_id: string;
  response_status: number | null;
  response_body: string | null;
  /** Why there was no answer. */
  error: string | null;
  created_at: string;
}

export type AttemptResult = Pick<WebhookAttempt, 'response_status' | 'response_body' | 'error'>;

/**
 * Seconds between attempts. WorkOS retries "for several minutes" outside production, with exponential backoff:
 * https://workos.com/docs/events/data-syncing/webhooks
 */
const BACKOFF_SECONDS = [5, 10, 20, 40, 80, 160];

/** Adds a delivery to each enabled endpoint that receives the event. */
export function addDeliveries(db: Database, { id, event }: { id: string; event: string }): void {
  const endpoints = db.all<{ id: string }>(
    `SELECT id FROM webhook_endpoints WHERE status = 'enabled'
     AND EXISTS (SELECT 1 FROM json_each(webhook_endpoints.events) WHERE value = :event) ORDER BY id`,
    { event },
  );
  const now = db.timestamp();
  for (const endpoint of endpoints) {
    db.insert('webhook_deliveries', {
      id: newId('webhook_delivery'),
      webhook_endpoint_id: endpoint.id,
      event_id: id,
      status: 'pending',
      next_attempt_at: now,
      created_at: now,
      updated_at: now,
    });
  }
}

export function findDelivery(db: Database, id: string): WebhookDelivery | undefined {
  return db.get<WebhookDelivery>('SELECT * FROM webhook_deliveries WHERE id = :id', { id });
}

/** The newest first. */
export function listDeliveries(db: Database, endpointId: string, limit: number): WebhookDelivery[] {
  return db.all<WebhookDelivery>(
    'SELECT * FROM webhook_deliveries WHERE webhook_endpoint_id = :endpointId ORDER BY id DESC LIMIT :limit',
    { endpointId, limit },
  );
}

/** The oldest first. */
export function listAttempts(db: Database, deliveryId: string): WebhookAttempt[] {
  return db.all<WebhookAttempt>(
    'SELECT * FROM webhook_attempts WHERE webhook_delivery_id = :deliveryId ORDER BY id',
    { deliveryId },
  );
}

export function hasPendingDeliveries(db: Database): boolean {
  return db.get("SELECT 1 FROM webhook_deliveries WHERE status = 'pending' LIMIT 1") !== undefined;
}

/** The deliveries to an endpoint whose time has come, those that wait the longest first. */
export function dueDeliveries(db: Database, endpointId: string, limit: number): WebhookDelivery[] {
  return db.all<WebhookDelivery>(
    `SELECT * FROM webhook_deliveries
     WHERE webhook_endpoint_id = :endpointId AND status = 'pending' AND next_attempt_at <= :now
     ORDER BY next_attempt_at, id LIMIT :limit`,
    { endpointId, now: db.timestamp(), limit },
  );
}

/**
 * Lets no delivery wait longer than an attempt ever does. To be called at the start: the clock is back at the system's
 * then, and in the last run tests may have been far ahead of it.
 */
export function endLongWaits(db: Database): void {
  const latest = db.timestampIn(Math.max(...BACKOFF_SECONDS));
  db.run(
    "UPDATE webhook_deliveries SET next_attempt_at = :now WHERE status = 'pending' AND next_attempt_at > :latest",
    { now: db.timestamp(), latest },
  );
}

/** Keeps an attempt. A delivery that was not accepted is tried again later, or given up. */
export function recordAttempt(db: Database, deliveryId: string, result: AttemptResult): void {
  db.transaction(() => {
    const delivery = findDelivery(db, deliveryId);
    // The endpoint was deleted meanwhile.
    if (!delivery) return;
    const now = db.timestamp();
    db.insert('webhook_attempts', {
      ...result,
      id: newId('webhook_attempt'),
      webhook_delivery_id: deliveryId,
      created_at: now,
    });
    const { response_status: status } = result;
    const wait = BACKOFF_SECONDS[delivery.attempts];
    const outcome =
      status !== null && status >= 200 && status < 300
        ? { status: 'delivered', next_attempt_at: null }
        : wait === undefined
          ? { status: 'failed', next_attempt_at: null }
          : { status: 'pending', next_attempt_at: db.timestampIn(wait) };
    db.update('webhook_deliveries', deliveryId, {
      ...outcome,
      attempts: delivery.attempts + 1,
      updated_at: now,
    });
  });
}

/** Sends it again now, whatever came of it before. */
export function redeliver(db: Database, id: string): WebhookDelivery {
  const now = db.timestamp();
  db.update('webhook_deliveries', id, {
    status: 'pending',
    attempts: 0,
    next_attempt_at: now,
    updated_at: now,
  });
  return requireRow(findDelivery(db, id));
}
