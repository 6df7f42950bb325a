import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { WorkOS as WorkOS7 } from 'workos-node-7';
import { WorkOS as WorkOS8 } from 'workos-node-8';
import { WorkOS as WorkOS11 } from 'workos-node-11';
import { acceptEvent } from '../src/audit-logs/accept-event.ts';
import { API_KEY } from '../src/http/options.ts';
import { createAuditLogSchema } from '../src/store/audit-log-schemas.ts';
import { exportedRows, newEvent, serialized } from './audit-logs.ts';
import { answer, createOrganization, startHarness } from './harness.ts';

const harness = await startHarness();
const EVENTS = '/audit_logs/events';

const options = { apiHostname: 'localhost', port: Number(new URL(harness.origin).port), https: false };

for (const [version, client] of [
  ['7', new WorkOS7(API_KEY, options)],
  ['8', new WorkOS8(API_KEY, options)],
  ['10', new WorkOS(API_KEY, options)],
  ['11', new WorkOS11(API_KEY, options)],
] as const) {
  test(`logs an event of Node SDK ${version} with its default settings`, async () => {
    const { id } = await createOrganization(harness);
    const occurredAt = new Date('2026-11-01T10:00:00.123Z');
    const event = newEvent({
      occurredAt,
      version: 1,
      actor: { id: 'user_1', type: 'user', name: 'Jon Smith', metadata: { role: 'admin' } },
      targets: [
        { id: 'document_1', type: 'document', name: 'Plan' },
        { id: 'team_1', type: 'team', metadata: { size: 3, isOpen: true } },
      ],
      metadata: { successful: true },
    });
    await client.auditLogs.createEvent(id, event);
    const [row, ...others] = await exportedRows(harness, id);
    assert.deepEqual(others, []);
    assert.match(row?.id ?? '', /^[0-9A-HJKMNP-TV-Z]{26}$/);
    assert.deepEqual(row, {
      id: row?.id,
      action: 'document.updated',
      occurred_at: '2026-11-01T10:00:00.123Z',
      version: '1',
      actor_id: 'user_1',
      actor_type: 'user',
      actor_name: 'Jon Smith',
      actor_metadata: '{"role":"admin"}',
      targets: JSON.stringify(event.targets),
      context_location: '192.0.2.8',
      context_user_agent: 'Firefox',
      metadata: '{"successful":true}',
    });
  });
}

test('answers as documented, and takes an event with what is required alone', async () => {
  const { id } = await createOrganization(harness);
  const event = {
    action: 'user.signed_in',
    occurred_at: '2026-11-01T12:00:00+02:00',
    actor: { id: 'system', type: 'system' },
    targets: [],
    context: { location: '' },
  };
  const response = await harness.post(EVENTS, { organization_id: id, event, more: 'is ignored' });
  assert.deepEqual(await answer(response), { status: 200, body: { success: true } });
  const [row] = await exportedRows(harness, id);
  assert.equal(row?.occurred_at, '2026-11-01T10:00:00.000Z');
  assert.equal(row?.actor_name, '');
});

const TOO_MANY = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`key_${at}`, at]));
const full = serialized(newEvent());

for (const [what, change, errors] of [
  ['no action', { action: undefined }, [{ code: 'required', field: 'event.action' }]],
  ['an empty action', { action: '' }, [{ code: 'required', field: 'event.action' }]],
  ['an action of the wrong type', { action: 7 }, [{ field: 'event.action' }]],
  ['no time', { occurred_at: undefined }, [{ code: 'required', field: 'event.occurred_at' }]],
  [
    'a time that is none',
    { occurred_at: 'yesterday' },
    [{ code: 'must be an ISO 8601 date string', field: 'event.occurred_at' }],
  ],
  ['an impossible date', { occurred_at: '2026-02-30T00:00:00Z' }, [{ field: 'event.occurred_at' }]],
  [
    'a time in the year 10000, which sorts before all others',
    { occurred_at: '9999-12-31T23:00:00-14:00' },
    [{ code: 'must be an ISO 8601 date string', field: 'event.occurred_at' }],
  ],
  ['no actor', { actor: undefined }, [{ code: 'required', field: 'event.actor' }]],
  ['an actor without an ID', { actor: { type: 'user' } }, [{ code: 'required', field: 'event.actor.id' }]],
  ['targets that are no list', { targets: {} }, [{ field: 'event.targets' }]],
  [
    'a target without a type',
    { targets: [{ id: 'a', type: 'b' }, { id: 'c' }] },
    [{ code: 'required', field: 'event.targets.1.type' }],
  ],
  ['no context', { context: undefined }, [{ code: 'required', field: 'event.context' }]],
  ['no location', { context: {} }, [{ code: 'required', field: 'event.context.location' }]],
  ['a version that is none', { version: 1.5 }, [{ field: 'event.version' }]],
  ['51 keys of metadata', { metadata: TOO_MANY }, [{ code: 'at most 50 keys', field: 'event.metadata' }]],
  ['a long key', { metadata: { ['k'.repeat(41)]: 1 } }, [{ field: `event.metadata.${'k'.repeat(41)}` }]],
  ['a key with a space', { metadata: { 'a b': 1 } }, [{ field: 'event.metadata.a b' }]],
  ['a long value', { metadata: { a: 'x'.repeat(501) } }, [{ field: 'event.metadata.a' }]],
  ['a nested value', { metadata: { a: {} } }, [{ field: 'event.metadata.a' }]],
  ['a value of null', { metadata: { a: null } }, [{ field: 'event.metadata.a' }]],
  [
    'metadata of a target',
    { targets: [{ id: 'a', type: 'b', metadata: { a: [] } }] },
    [{ field: 'event.targets.0.metadata.a' }],
  ],
] as [string, object, { code?: string; field: string }[]][]) {
  test(`refuses an event with ${what}, and stores nothing`, async () => {
    const { id } = await createOrganization(harness);
    const body = { organization_id: id, event: { ...full, ...change } };
    const { status, body: refusal } = await answer(await harness.post(EVENTS, body));
    assert.equal(status, 422, JSON.stringify(refusal));
    const { message, errors: found } = refusal as {
      message: string;
      errors: { code: string; field: string }[];
    };
    assert.equal(message, 'Validation failed.');
    assert.deepEqual(
      found.map(({ field }) => field),
      errors.map(({ field }) => field),
    );
    for (const [at, { code }] of errors.entries()) if (code) assert.equal(found[at]?.code, code);
    assert.deepEqual(await exportedRows(harness, id), []);
  });
}

test('refuses a body without an organization or an event, and one that is no JSON', async () => {
  for (const [body, field] of [
    [{ event: full }, 'organization_id'],
    [{ organization_id: '', event: full }, 'organization_id'],
    [{ organization_id: 'org_1' }, 'event'],
    [[], 'body'],
  ] as const) {
    const { status, body: refusal } = await answer(await harness.post(EVENTS, body));
    assert.equal(status, 422);
    assert.equal((refusal as { errors: { field: string }[] }).errors[0]?.field, field);
  }
  assert.equal((await harness.post(EVENTS, '{')).status, 400);
});

test('does not know an organization that never was, or is gone', async () => {
  const { id } = await createOrganization(harness);
  await harness.workos.auditLogs.createEvent(id, newEvent());
  await harness.workos.organizations.deleteOrganization(id);
  for (const gone of [id, 'org_none']) {
    const response = await harness.post(EVENTS, { organization_id: gone, event: full });
    const { status, body } = await answer(response);
    assert.equal(status, 404);
    assert.equal((body as { message: string }).message, `Organization not found: '${gone}'.`);
  }
  const { db } = harness.server.local;
  assert.deepEqual(db.all('SELECT id FROM audit_log_events WHERE organization_id = :id', { id }), []);
});

test('does not know an organization that is deleted while the event is checked', async () => {
  const { id } = await createOrganization(harness);
  const { local } = harness.server;
  createAuditLogSchema(local.db, 'document.checked', { targets: [{ type: 'document' }] });
  const event = { ...serialized(newEvent({ action: 'document.checked' })), version: undefined };
  // The first event of an action with a schema waits for the validator to load.
  const accepted = acceptEvent(local, { organization_id: id, event }, 'a key');
  local.db.run('DELETE FROM organizations WHERE id = :id', { id });
  await assert.rejects(accepted, { status: 404 });
});

test('keeps the events of organizations apart', async () => {
  const [first, second] = [await createOrganization(harness), await createOrganization(harness)];
  const event = newEvent();
  await harness.workos.auditLogs.createEvent(first.id, event);
  assert.equal((await exportedRows(harness, first.id)).length, 1);
  assert.deepEqual(await exportedRows(harness, second.id), []);
});

test('logs one event per idempotency key, however often and however close together it is sent', async () => {
  const { id } = await createOrganization(harness);
  const body = { organization_id: id, event: { ...full, metadata: { a: 1, b: 2 } } };
  const sameBody = { event: { ...full, metadata: { b: 2, a: 1 } }, organization_id: id };
  const key = randomUUID();
  const answers = await Promise.all([body, sameBody, body].map((each) => send(each, key)));
  answers.push(await send(body, key));
  for (const each of answers) assert.deepEqual(each, { status: 200, body: { success: true } });
  assert.equal((await exportedRows(harness, id)).length, 1);
  await send(body, randomUUID());
  await send(body, '');
  await send(body);
  assert.equal((await exportedRows(harness, id)).length, 4);
});

test('refuses an idempotency key with another body, and stores nothing', async () => {
  const [{ id }, other] = [await createOrganization(harness), await createOrganization(harness)];
  const key = randomUUID();
  await send({ organization_id: id, event: full }, key);
  for (const body of [
    { organization_id: id, event: { ...full, action: 'document.deleted' } },
    { organization_id: other.id, event: full },
  ]) {
    const { status, body: refusal } = await send(body, key);
    assert.equal(status, 400);
    assert.equal((refusal as { code: string }).code, 'idempotency_key_reused');
  }
  assert.equal((await exportedRows(harness, id)).length, 1);
  assert.deepEqual(await exportedRows(harness, other.id), []);
});

test('does not remember the key of a refused event', async () => {
  const { id } = await createOrganization(harness);
  const key = randomUUID();
  assert.equal((await send({ organization_id: id, event: { ...full, action: '' } }, key)).status, 422);
  assert.equal((await send({ organization_id: 'org_none', event: full }, key)).status, 404);
  assert.equal((await send({ organization_id: id, event: full }, key)).status, 200);
  assert.equal((await exportedRows(harness, id)).length, 1);
});

test('answers a repeated request the same after the organization is gone', async () => {
  const { id } = await createOrganization(harness);
  const key = randomUUID();
  const body = { organization_id: id, event: full };
  const first = await send(body, key);
  await harness.workos.organizations.deleteOrganization(id);
  assert.deepEqual(await send(body, key), first);
});

test('forgets an idempotency key after 24 hours', async () => {
  const own = await startHarness();
  const { id } = await createOrganization(own);
  const body = { organization_id: id, event: full };
  const key = randomUUID();
  await send(body, key, own);
  own.advance(86_399 - 60);
  await send(body, key, own);
  assert.equal((await exportedRows(own, id)).length, 1);
  own.advance(120);
  const changed = { organization_id: id, event: { ...full, action: 'document.deleted' } };
  assert.equal((await send(changed, key, own)).status, 200);
  assert.equal((await exportedRows(own, id)).length, 2);
});

async function send(body: object, key?: string, { request } = harness) {
  const response = await request(EVENTS, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${API_KEY}`,
      'Content-Type': 'application/json',
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    },
    body: JSON.stringify(body),
  });
  return answer(response);
}
