import { serializeEvent } from '../events/serialize.ts';
import type { Database } from '../store/database.ts';
import { findEvent } from '../store/events.ts';
import {
  type AttemptResult,
  dueDeliveries,
  endLongWaits,
  hasPendingDeliveries,
  recordAttempt,
  type WebhookDelivery,
} from '../store/webhook-deliveries.ts';
import { listWebhookEndpoints, type WebhookEndpoint, webhookSecret } from '../store/webhook-endpoints.ts';
import { whenWritable } from '../store/when-writable.ts';
import { signature } from './sign.ts';

/** How often pending deliveries are looked at: tests move the clock, so their time can come at any moment. */
const INTERVAL_MS = 250;

/** How long an endpoint may take to answer. */
const TIMEOUT_MS = 10_000;

/** How many deliveries are on their way to one endpoint at once. */
const CONCURRENCY = 10;

/** How much of an answer is kept, in characters. */
const KEPT_ANSWER = 4096;

/**
 * Delivers webhooks in the background, those of an earlier run first. A delivery stays pending until its answer is in
 * the data file, so one that is cut off is sent again, with the same event id.
 * @returns A function that stops it, and waits for attempts that are under way to be cut off.
 */
export function deliverWebhooks(db: Database): () => Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isSoon = false;

  const wake = (delay = 0) => {
    if (stopping.signal.aborted || isSoon || (timer && delay > 0)) return;
    clearTimeout(timer);
    isSoon = delay === 0;
    timer = setTimeout(() => {
      timer = undefined;
      isSoon = false;
      work();
    }, delay);
    timer.unref();
  };

  const work = () => {
    // What cannot be read now, because the file is locked, is looked at again.
    if (orUndefined(() => hasPendingDeliveries(db)) === false) return;
    for (const request of orUndefined(() => dueRequests(db, underWay)) ?? []) {
      const { id } = request.delivery;
      const delivered = deliver(db, request, stopping.signal).catch((error: unknown) => console.error(error));
      underWay.set(
        id,
        delivered.then(() => {
          underWay.delete(id);
          wake();
        }),
      );
    }
    wake(INTERVAL_MS);
  };

  orUndefined(() => endLongWaits(db));
  db.afterCommit(() => wake());
  wake();
  return async () => {
    clearTimeout(timer);
    stopping.abort();
    await Promise.all(underWay.values());
  };
}

interface Request {
  delivery: WebhookDelivery;
  endpoint: WebhookEndpoint;
  body: string;
}

/** What is to be sent now. Each endpoint has its own places, so that one that hangs holds up no other. */
function dueRequests(db: Database, underWay: ReadonlyMap<string, unknown>): Request[] {
  return listWebhookEndpoints(db).flatMap((endpoint) => {
    if (endpoint.status !== 'enabled') return [];
    // Those under way are still pending.
    const found = dueDeliveries(db, endpoint.id, CONCURRENCY + underWay.size);
    const waiting = found.filter(({ id }) => !underWay.has(id));
    return waiting.slice(0, CONCURRENCY - (found.length - waiting.length)).flatMap((delivery) => {
      const event = findEvent(db, delivery.event_id);
      return event ? [{ delivery, endpoint, body: JSON.stringify(serializeEvent(event)) }] : [];
    });
  });
}

/** Makes an attempt, and records its result. */
async function deliver(db: Database, request: Request, stopping: AbortSignal): Promise<void> {
  const result = await attempt(db, request, stopping);
  if (result) await whenWritable(db, () => recordAttempt(db, request.delivery.id, result), stopping);
}

/** @returns Undefined when it was cut off before there was an answer. */
async function attempt(
  db: Database,
  { endpoint, body }: Request,
  stopping: AbortSignal,
): Promise<AttemptResult | undefined> {
  try {
    const response = await fetch(endpoint.endpoint_url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Local WorkOS Webhooks',
        'WorkOS-Signature': signature(webhookSecret(db, endpoint), Date.now(), body),
      },
      body,
      // An endpoint that has moved has not accepted the event.
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    return { response_status: response.status, response_body: await beginningOf(response), error: null };
  } catch (error) {
    if (stopping.aborted) return undefined;
    return { response_status: null, response_body: null, error: reason(error) };
  }
}

/** The first part of an answer. The rest is not read. One that breaks off or never ends has a status all the same. */
async function beginningOf({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= KEPT_ANSWER) break;
    }
  } catch {
    // What came before is kept.
  }
  return text.slice(0, KEPT_ANSWER);
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'The request failed.';
  if (error.name === 'TimeoutError') return `No answer within ${TIMEOUT_MS / 1000} seconds.`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const isRefused = 'code' in cause && cause.code === 'ECONNREFUSED';
  return isRefused ? 'Nothing listens at this address.' : cause.message;
}

function orUndefined<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
