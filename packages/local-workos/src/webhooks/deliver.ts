import { serializeEvent } from '../events/serialize.ts';
import type { Database } from '../store/database.ts';
import { findEvent } from '../store/events.ts';
import {
  type AttemptResult,
  dueDeliveries,
  hasPendingDeliveries,
  recordAttempt,
  type WebhookDelivery,
} from '../store/webhook-deliveries.ts';
import { findWebhookEndpoint, webhookSecret } from '../store/webhook-endpoints.ts';
import { signature } from './sign.ts';

/** How often pending deliveries are looked at: tests move the clock, so their time can come at any moment. */
const INTERVAL_MS = 250;

/** How long an endpoint may take to answer. */
const TIMEOUT_MS = 10_000;

/** How many deliveries are on their way at once. */
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

  const wake = (delay = 0) => {
    if (timer || stopping.signal.aborted) return;
    timer = setTimeout(() => {
      timer = undefined;
      work();
    }, delay);
    timer.unref();
  };

  const work = () => {
    if (!orUndefined(() => hasPendingDeliveries(db))) return;
    for (const delivery of orUndefined(() => dueDeliveries(db)) ?? []) {
      if (underWay.size >= CONCURRENCY) break;
      if (underWay.has(delivery.id)) continue;
      const attempt = deliver(db, delivery, stopping.signal).finally(() => {
        underWay.delete(delivery.id);
        wake();
      });
      underWay.set(delivery.id, attempt);
    }
    wake(INTERVAL_MS);
  };

  db.afterCommit(() => wake());
  wake();
  return async () => {
    clearTimeout(timer);
    stopping.abort();
    await Promise.all(underWay.values());
  };
}

async function deliver(db: Database, delivery: WebhookDelivery, stopping: AbortSignal): Promise<void> {
  const result = await attempt(db, delivery, stopping);
  if (result && !stopping.aborted) orUndefined(() => recordAttempt(db, delivery.id, result));
}

async function attempt(
  db: Database,
  delivery: WebhookDelivery,
  stopping: AbortSignal,
): Promise<AttemptResult | undefined> {
  const endpoint = findWebhookEndpoint(db, delivery.webhook_endpoint_id);
  const event = findEvent(db, delivery.event_id);
  if (!endpoint || !event) return undefined;
  const body = JSON.stringify(serializeEvent(event));
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
    return { response_status: null, response_body: null, error: reason(error) };
  }
}

/** The first part of an answer. The rest is not read. */
async function beginningOf({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= KEPT_ANSWER) break;
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

/** What cannot be read or written now, because the file is locked or full, is tried again later. */
function orUndefined<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
