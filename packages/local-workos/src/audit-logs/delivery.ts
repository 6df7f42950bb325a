import { createHmac } from 'node:crypto';
import { ulid } from 'ulid';
import type { LocalWorkOS } from '../http/context.ts';
import {
  type AuditLogStream,
  findAuditLogStream,
  recordDelivery,
  streamSecrets,
  streamSettings,
} from '../store/audit-log-streams.ts';
import type { Database } from '../store/database.ts';
import { DESTINATIONS, isLoopback } from './destinations.ts';

const TIMEOUT_SECONDS = 5;

type Result = Parameters<typeof recordDelivery>[2];

/** Whether events are actually sent. Local WorkOS only sends to endpoints on this machine. */
export function isDeliverable(stream: AuditLogStream): boolean {
  return stream.type === 'GenericHttps' && isLoopback(streamSettings(stream).url ?? '');
}

/** The responses that a simulated destination can give. */
export const OUTCOMES = {
  accepts: 'accepts the event',
  refuses: 'rejects the credentials',
  silent: 'does not respond',
} as const;

export type Outcome = keyof typeof OUTCOMES;

export function isOutcome(text: string): text is Outcome {
  return Object.hasOwn(OUTCOMES, text);
}

/** Simulates the delivery of a test event to a destination outside this machine. */
export function playTestEvent({ db }: LocalWorkOS, stream: AuditLogStream, outcome: Outcome): void {
  const { name } = DESTINATIONS[stream.type];
  const results: Record<Outcome, Result> = {
    accepts: { state: 'Active', eventId: ulid(db.now().getTime()) },
    refuses: { state: 'Invalid', errorMessage: `${name} rejected the credentials (403 Forbidden).` },
    silent: { state: 'Error', errorMessage: `${name} did not respond within ${TIMEOUT_SECONDS} seconds.` },
  };
  recordDelivery(db, stream.id, results[outcome]);
}

/**
 * Posts a signed test event to the endpoint and records the result.
 * @returns Whether the result counts for the stream as it is now.
 */
export async function sendTestEvent({ db }: LocalWorkOS, stream: AuditLogStream): Promise<boolean> {
  const at = db.now();
  const eventId = ulid(at.getTime());
  const result = await postEvent(db, stream, testEvent(stream, eventId, at));
  return recordResult(db, stream, result, { eventId });
}

/** Posts a signed event to the endpoint. @returns What it means for the stream. */
export function postEvent(db: Database, stream: AuditLogStream, event: object): Promise<Result> {
  const { url = '' } = streamSettings(stream);
  const { authorization, signing_secret = '' } = streamSecrets(db, stream);
  const body = JSON.stringify(event);
  return post(url, body, {
    'Content-Type': 'application/json',
    'WorkOS-Signature': signature(body, signing_secret, db.now()),
    ...(authorization ? { Authorization: authorization } : {}),
  });
}

/**
 * Records what came of an event, unless the settings were saved again, or the stream was deleted, while it was on its
 * way. @returns Whether it was recorded.
 */
export function recordResult(
  db: Database,
  stream: AuditLogStream,
  result: Result,
  delivered: { eventId: string; position?: number },
): boolean {
  if (!isAsBefore(stream, findAuditLogStream(db, stream.organization_id))) return false;
  recordDelivery(db, stream.id, result.state === 'Active' ? { ...result, ...delivered } : result);
  return true;
}

function isAsBefore(before: AuditLogStream, now: AuditLogStream | undefined): boolean {
  return now?.id === before.id && now.settings === before.settings && now.secrets === before.secrets;
}

/** Does not follow redirects, which could lead away from this machine. */
async function post(url: string, body: string, headers: Record<string, string>): Promise<Result> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_SECONDS * 1000);
    const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
    await response.body?.cancel();
    if (response.ok) return { state: 'Active' };
    const state = response.status === 401 || response.status === 403 ? 'Invalid' : 'Error';
    return { state, errorMessage: `The endpoint returned ${response.status} ${response.statusText}`.trim() };
  } catch (error) {
    return { state: 'Error', errorMessage: reason(error) };
  }
}

/** Returns the message of the cause, because `fetch failed` alone says nothing. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `The endpoint did not respond within ${TIMEOUT_SECONDS} seconds.`;
  const { cause } = error;
  if (cause instanceof AggregateError) return cause.errors.map((each) => reason(each)).join('; ');
  return cause instanceof Error ? cause.message : error.message;
}

/** Signs in the format of WorkOS's webhooks, so that the SDK's `webhooks.verifyHeader` can check it. */
function signature(body: string, secret: string, at: Date): string {
  const timestamp = at.getTime();
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp}, v1=${digest}`;
}

/** An event in the format of `POST /audit_logs/events`. */
function testEvent(stream: AuditLogStream, id: string, at: Date) {
  return {
    id,
    organization_id: stream.organization_id,
    action: 'audit_log_stream.tested',
    occurred_at: at.toISOString(),
    version: 1,
    actor: { id: 'admin_portal', type: 'system', name: 'Admin Portal' },
    targets: [{ id: stream.id, type: 'audit_log_stream' }],
    context: { location: '127.0.0.1' },
    metadata: {},
  };
}
