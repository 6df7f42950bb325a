import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { CreateAuditLogEventOptions } from '@workos-inc/node';
import { WorkOS as WorkOS7 } from 'workos-node-7';
import { API_KEY } from '../src/http/options.ts';
import { exportedRows, newEvent, serialized } from './audit-logs.ts';
import { answer, createOrganization, startHarness } from './harness.ts';

const harness = await startHarness();
const { auditLogs } = harness.workos;
const { port } = new URL(harness.origin);
const sdk7 = new WorkOS7(API_KEY, { apiHostname: 'localhost', port: Number(port), https: false });

const newAction = () => `invoice.viewed_${randomUUID()}`;

const SCHEMA = {
  actor: { metadata: { role: 'string' } },
  targets: [{ type: 'invoice', metadata: { cost: 'number' } }, { type: 'team' }],
  metadata: { isNew: 'boolean' },
};

test('creates an action with the first version of its schema, and more versions of it', async () => {
  const action = newAction();
  for (const [version, create] of [
    [1, () => auditLogs.createSchema({ action, ...SCHEMA })],
    [2, () => sdk7.auditLogs.createSchema({ action, ...SCHEMA })],
    [3, () => auditLogs.createSchema({ action, targets: [{ type: 'team' }] })],
  ] as const) {
    const schema = await create();
    assert.equal(schema.object, 'audit_log_schema');
    assert.equal(schema.version, version);
    assert.ok(Date.now() - Date.parse(schema.createdAt) < 600_000);
    if (version === 3) continue;
    assert.deepEqual(schema.actor, SCHEMA.actor);
    assert.deepEqual(schema.metadata, SCHEMA.metadata);
    assert.deepEqual(JSON.parse(JSON.stringify(schema.targets)), SCHEMA.targets);
  }
  const { data } = await auditLogs.listSchemas(action);
  assert.deepEqual(
    data.map(({ version }) => version),
    [3, 2, 1],
  );
  assert.equal(data[0]?.metadata, undefined);
  assert.deepEqual(data[2]?.metadata, SCHEMA.metadata);
});

test('pages through the schemas of an action, in both orders', async () => {
  const action = newAction();
  for (let version = 1; version <= 5; version++) {
    await auditLogs.createSchema({ action, targets: [{ type: 'team' }] });
  }
  const versions = async (order?: 'asc' | 'desc') => {
    const found: number[] = [];
    let after: string | undefined;
    do {
      const page = await auditLogs.listSchemas(action, {
        limit: 2,
        ...(order && { order }),
        ...(after && { after }),
      });
      found.push(...page.data.map(({ version }) => version));
      after = page.listMetadata.after ?? undefined;
    } while (after);
    return found;
  };
  assert.deepEqual(await versions(), [5, 4, 3, 2, 1]);
  assert.deepEqual(await versions('asc'), [1, 2, 3, 4, 5]);
});

test('lists actions with the latest version of their schema', async () => {
  const own = await startHarness();
  const list = async (query = '') =>
    (await (await own.get(`/audit_logs/actions${query}`)).json()) as {
      data: { name: string; schema: { version: number }; object: string }[];
      list_metadata: { after: string | null };
    };
  assert.deepEqual((await list()).data, []);
  for (const action of ['b.first', 'a.second', 'b.first']) {
    await own.workos.auditLogs.createSchema({ action, targets: [{ type: 'team' }] });
  }
  const { data, list_metadata } = await list();
  assert.deepEqual(
    data.map(({ object, name, schema }) => [object, name, schema.version]),
    [
      ['audit_log_action', 'a.second', 1],
      ['audit_log_action', 'b.first', 2],
    ],
  );
  assert.equal(list_metadata.after, null);
  const first = await list('?limit=1');
  assert.match(first.list_metadata.after ?? '', /^ala_/);
  assert.equal((await list(`?limit=1&after=${first.list_metadata.after}`)).data[0]?.name, 'b.first');
  for (const query of ['?limit=0', '?limit=101', '?limit=x', '?order=up']) {
    assert.equal((await own.get(`/audit_logs/actions${query}`)).status, 422, query);
  }
});

test('does not know the schemas of an action that was never created', async () => {
  const response = await harness.get('/audit_logs/actions/nothing.here/schemas');
  const { status, body } = await answer(response);
  assert.equal(status, 404);
  assert.equal((body as { message: string }).message, "Audit Log Action not found: 'nothing.here'.");
});

for (const [what, body] of [
  ['nothing', {}],
  ['no target', { targets: [] }],
  ['a target without a type', { targets: [{}] }],
  ['a target with an empty type', { targets: [{ type: '' }] }],
  ['an actor without metadata', { targets: [{ type: 'team' }], actor: {} }],
  ['metadata that is no object', { targets: [{ type: 'team' }], metadata: [] }],
  ['metadata that is no JSON Schema', { targets: [{ type: 'team' }], metadata: { type: 'text' } }],
  ['a reference to nothing', { targets: [{ type: 'team', metadata: { $ref: '#/nothing' } }] }],
] as const) {
  test(`refuses a schema with ${what}, and creates no action`, async () => {
    const action = newAction();
    const { status, body: refusal } = await answer(
      await harness.post(`/audit_logs/actions/${action}/schemas`, body),
    );
    assert.equal(status, 422);
    assert.ok((refusal as { message: string }).message);
    assert.equal((await harness.get(`/audit_logs/actions/${action}/schemas`)).status, 404);
  });
}

test('refuses the name of an action that is too long, or has spaces or control characters', async () => {
  for (const name of ['a b', 'a\n', 'x'.repeat(256)]) {
    const body = { targets: [{ type: 'team' }] };
    const response = await harness.post(`/audit_logs/actions/${encodeURIComponent(name)}/schemas`, body);
    assert.equal(response.status, 422, name);
  }
});

/** An event that matches the schema. */
const matching = (action: string): CreateAuditLogEventOptions =>
  newEvent({
    action,
    actor: { id: 'user_1', type: 'user', metadata: { role: 'admin' } },
    targets: [
      { id: 'invoice_1', type: 'invoice', metadata: { cost: 3 } },
      { id: 'team_1', type: 'team' },
    ],
    metadata: { isNew: true },
  });

test('takes an event that matches its schema, with more targets and more keys too', async () => {
  const [action, { id }] = [newAction(), await createOrganization(harness)];
  await auditLogs.createSchema({ action, ...SCHEMA });
  const event = matching(action);
  await auditLogs.createEvent(id, event);
  await auditLogs.createEvent(id, { ...event, targets: [...event.targets, { id: 'user_2', type: 'user' }] });
  await auditLogs.createEvent(id, { ...event, metadata: { isNew: false, more: 'is allowed' } });
  await auditLogs.createEvent(id, { ...event, metadata: undefined });
  assert.equal((await exportedRows(harness, id)).length, 4);
});

for (const [what, change, instancePath] of [
  ['no target of a type', { targets: [{ id: 'a', type: 'invoice' }] }, '/targets'],
  ['no target', { targets: [] }, '/targets'],
  [
    'the wrong metadata of a target',
    {
      targets: [
        { id: 'a', type: 'team' },
        { id: 'b', type: 'invoice', metadata: { cost: 1 } },
        { id: 'c', type: 'invoice', metadata: { cost: 'much' } },
      ],
    },
    '/targets/2/metadata/cost',
  ],
  [
    'the wrong metadata of the actor',
    { actor: { id: 'user_1', type: 'user', metadata: { role: 7 } } },
    '/actor/metadata/role',
  ],
  ['the wrong metadata', { metadata: { isNew: 'yes' } }, '/metadata/isNew'],
  ['an unknown version', { version: 2 }, '/version'],
] as [string, Partial<CreateAuditLogEventOptions>, string][]) {
  test(`refuses an event with ${what}, and stores nothing`, async () => {
    const [action, { id }] = [newAction(), await createOrganization(harness)];
    await auditLogs.createSchema({ action, ...SCHEMA });
    const event = { ...matching(action), ...change };
    const { status, body } = await answer(
      await harness.post('/audit_logs/events', { organization_id: id, event: serialized(event) }),
    );
    assert.equal(status, 400);
    const { message, code, errors } = body as {
      message: string;
      code: string;
      errors: { instancePath: string }[];
    };
    assert.deepEqual([message, code], ['Invalid Audit Log event.', 'invalid_audit_log_event']);
    assert.ok(
      errors.some((error) => error.instancePath === instancePath),
      JSON.stringify(errors),
    );
    await assert.rejects(auditLogs.createEvent(id, event), { status: 400 });
    assert.deepEqual(await exportedRows(harness, id), []);
  });
}

test('checks an event against the version it names, and the first one if it names none', async () => {
  const [action, { id }] = [newAction(), await createOrganization(harness)];
  await auditLogs.createSchema({ action, targets: [{ type: 'invoice' }] });
  await auditLogs.createSchema({ action, targets: [{ type: 'team' }] });
  const [invoice, team] = [
    { id: 'invoice_1', type: 'invoice' },
    { id: 'team_1', type: 'team' },
  ];
  await auditLogs.createEvent(id, newEvent({ action, targets: [invoice] }));
  await auditLogs.createEvent(id, newEvent({ action, targets: [invoice], version: 1 }));
  await auditLogs.createEvent(id, newEvent({ action, targets: [team], version: 2 }));
  for (const wrong of [{ targets: [team] }, { targets: [invoice], version: 2 }]) {
    await assert.rejects(auditLogs.createEvent(id, newEvent({ action, ...wrong })), { status: 400 });
  }
  assert.equal((await exportedRows(harness, id)).length, 3);
});

test('applies what a JSON Schema requires to metadata that is missing', async () => {
  const [action, { id }] = [newAction(), await createOrganization(harness)];
  const metadata = {
    type: 'object',
    required: ['reason'],
    additionalProperties: false,
    properties: { reason: {} },
  };
  const created = await harness.post(`/audit_logs/actions/${action}/schemas`, {
    targets: [{ type: 'document' }],
    metadata,
  });
  const { version, metadata: answered } = (await created.json()) as { version: number; metadata: object };
  assert.deepEqual([created.status, version, answered], [201, 1, metadata]);
  await assert.rejects(auditLogs.createEvent(id, newEvent({ action })), { status: 400 });
  await assert.rejects(
    auditLogs.createEvent(id, newEvent({ action, metadata: { reason: 'a', more: 'b' } })),
    { status: 400 },
  );
  await auditLogs.createEvent(id, newEvent({ action, metadata: { reason: 'a' } }));
  assert.equal((await exportedRows(harness, id)).length, 1);
});
