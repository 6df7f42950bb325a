import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { WorkOS as WorkOS7 } from 'workos-node-7';
import { API_KEY } from '../src/http/options.ts';
import { exportedRows, newEvent, rowsOf } from './audit-logs.ts';
import { answer, createOrganization, type Harness, startHarness } from './harness.ts';

const harness = await startHarness();
const { auditLogs } = harness.workos;
const EXPORTS = '/audit_logs/exports';

const RANGE = { rangeStart: new Date('2000-01-01'), rangeEnd: new Date('2100-01-01') };
const range = { range_start: RANGE.rangeStart.toISOString(), range_end: RANGE.rangeEnd.toISOString() };

test('an export is pending, then ready, with a file to download', async () => {
  const { id } = await createOrganization(harness);
  await auditLogs.createEvent(id, newEvent());
  const { port } = new URL(harness.origin);
  const sdk7 = new WorkOS7(API_KEY, { apiHostname: 'localhost', port: Number(port), https: false });
  for (const client of [harness.workos, sdk7]) {
    const created = await client.auditLogs.createExport({ organizationId: id, ...RANGE });
    assert.match(created.id, /^audit_log_export_/);
    assert.equal(created.state, 'pending');
    assert.equal(created.url, undefined);
    const ready = await client.auditLogs.getExport(created.id);
    assert.equal(ready.state, 'ready');
    assert.ok(ready.updatedAt >= ready.createdAt);

    const response = await fetch(ready.url ?? '');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(response.headers.get('content-disposition'), `attachment; filename="${created.id}.csv"`);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(rowsOf(await response.text()).length, 1);
  }
});

test('has the columns alone when there are no events', async () => {
  const { id } = await createOrganization(harness);
  const { url = '' } = await auditLogs.getExport(
    (await auditLogs.createExport({ organizationId: id, ...RANGE })).id,
  );
  assert.equal(
    await (await fetch(url)).text(),
    'id,action,occurred_at,version,actor_id,actor_type,actor_name,actor_metadata,targets,context_location,context_user_agent,metadata\r\n',
  );
});

test('a URL works for ten minutes, and fetching the export makes a new one', async () => {
  const own = await startHarness();
  const { id } = await createOrganization(own);
  await own.workos.auditLogs.createEvent(id, newEvent());
  const created = await own.workos.auditLogs.createExport({ organizationId: id, ...RANGE });
  const { url = '' } = await own.workos.auditLogs.getExport(created.id);
  own.advance(590);
  assert.equal((await fetch(url)).status, 200);
  own.advance(20);
  assert.equal((await fetch(url)).status, 403);
  const { url: next = '' } = await own.workos.auditLogs.getExport(created.id);
  assert.notEqual(next, url);
  assert.equal(rowsOf(await (await fetch(next)).text()).length, 1);
});

test('a URL can be neither guessed nor altered', async () => {
  const { id } = await createOrganization(harness);
  const [mine, other] = await Promise.all(
    [1, 2].map(() => auditLogs.createExport({ organizationId: id, ...RANGE })),
  );
  const url = new URL((await auditLogs.getExport(mine?.id ?? '')).url ?? '');
  const altered = (change: (copy: URL) => void) => {
    const copy = new URL(url);
    change(copy);
    return copy;
  };
  for (const copy of [
    altered((each) => each.searchParams.delete('signature')),
    altered((each) => each.searchParams.set('signature', '')),
    altered((each) => each.searchParams.set('signature', `${url.searchParams.get('signature')}A`)),
    altered((each) => each.searchParams.set('expires', `${url.searchParams.get('expires')}0`)),
    altered((each) => each.searchParams.set('expires', 'Infinity')),
    altered((each) => {
      each.pathname = each.pathname.replace(mine?.id ?? '', other?.id ?? '');
    }),
  ]) {
    assert.equal((await fetch(copy)).status, 403, String(copy));
  }
  assert.equal((await fetch(url)).status, 200);
});

test('is gone with its organization', async () => {
  const { id } = await createOrganization(harness);
  const created = await auditLogs.createExport({ organizationId: id, ...RANGE });
  const { url = '' } = await auditLogs.getExport(created.id);
  await harness.workos.organizations.deleteOrganization(id);
  assert.equal((await fetch(url)).status, 404);
  const { status, body } = await answer(await harness.get(`${EXPORTS}/${created.id}`));
  assert.equal(status, 404);
  assert.equal((body as { message: string }).message, `Audit Log Export not found: '${created.id}'.`);
});

test('leaves out events that were accepted after it was created', async () => {
  const { id } = await createOrganization(harness);
  await auditLogs.createEvent(id, newEvent({ action: 'before' }));
  const created = await auditLogs.createExport({ organizationId: id, ...RANGE });
  await auditLogs.createEvent(id, newEvent({ action: 'after', occurredAt: new Date('2020-01-01') }));
  const { url = '' } = await auditLogs.getExport(created.id);
  const rows = rowsOf(await (await fetch(url)).text());
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['before'],
  );
});

test('applies each filter, and all of them together', async () => {
  const { id } = await createOrganization(harness);
  const people = [
    { id: 'user_1', type: 'user', name: 'Ada' },
    { id: 'user_2', type: 'user', name: 'Bob' },
    { id: 'user_3', type: 'user', name: 'Ada' },
  ];
  for (const [at, actor] of people.entries()) {
    for (const type of ['team', 'invoice']) {
      const targets = [
        { id: 'a', type },
        { id: 'b', type: 'thing' },
      ];
      await auditLogs.createEvent(id, newEvent({ action: `action_${at}`, actor, targets }));
    }
  }
  const found = async (filters: Parameters<typeof exportedRows>[2]) =>
    (await exportedRows(harness, id, filters)).map(
      ({ actor_id, targets = '' }) => `${actor_id} ${JSON.parse(targets)[0].type}`,
    );
  const all = people.flatMap((actor) => [`${actor.id} team`, `${actor.id} invoice`]);
  assert.deepEqual(await found({}), all);
  assert.deepEqual(await found({ actions: [], actorIds: [], actorNames: [], targets: [] }), all);
  assert.deepEqual(await found({ actions: ['action_1', 'none'] }), ['user_2 team', 'user_2 invoice']);
  assert.deepEqual(await found({ actorNames: ['Ada'], targets: ['team'] }), ['user_1 team', 'user_3 team']);
  assert.deepEqual(await found({ actorIds: ['user_2', 'user_3'], targets: ['invoice'] }), [
    'user_2 invoice',
    'user_3 invoice',
  ]);
  assert.deepEqual(await found({ targets: ['thing', 'team'] }), all);
  assert.deepEqual(await found({ actorNames: ['Ada'], actorIds: ['user_2'] }), []);
  assert.deepEqual(await found({ targets: ['%'] }), []);

  // The deprecated name of actor_names.
  const created = await harness.post(EXPORTS, { organization_id: id, ...range, actors: ['Bob'] });
  assert.equal(created.status, 201);
  const { url = '' } = await auditLogs.getExport(((await created.json()) as { id: string }).id);
  assert.equal(rowsOf(await (await fetch(url)).text()).length, 2);
});

for (const [what, change, message] of [
  ['no organization', { organization_id: undefined }, /organization_id/],
  ['an unknown organization', { organization_id: 'org_none' }, /^Organization not found: 'org_none'\.$/],
  ['no range', { range_start: undefined }, /range_start/],
  ['a range that is none', { range_end: 'tomorrow' }, /range_end/],
  ['a range up to the year 10000', { range_end: '9999-12-31T23:00:00-14:00' }, /range_end: Use a year/],
  [
    'a range that ends first',
    { range_start: range.range_end, range_end: range.range_start },
    /^Invalid date range$/,
  ],
  ['actions that are no list', { actions: 'a' }, /actions/],
  ['targets of the wrong type', { targets: [7] }, /targets\.0/],
] as const) {
  test(`refuses an export with ${what}, and stores none`, async () => {
    const { id } = await createOrganization(harness);
    const { db } = harness.server.local;
    const count = () => db.get<{ count: number }>('SELECT count(*) AS count FROM audit_log_exports')?.count;
    const before = count();
    const body = { organization_id: id, ...range, ...change };
    const { status, body: refusal } = await answer(await harness.post(EXPORTS, body));
    assert.equal(status, 400);
    assert.match([(refusal as { message: string | string[] }).message].flat().join(), message);
    assert.equal(count(), before);
  });
}

const moments = fc.integer({ min: 0, max: 20 }).map((at) => new Date(Date.UTC(2026, 0, 1) + at));

test('each event is in exactly one of the exports that share a time between them, and in none of another organization', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ occurredAt: moments, isOfOther: fc.boolean() }), { maxLength: 12 }),
      fc.array(moments, { maxLength: 3 }),
      async (events, cuts) => {
        const [{ id }, other] = [await createOrganization(harness), await createOrganization(harness)];
        const expected: string[] = [];
        for (const [at, { occurredAt, isOfOther }] of events.entries()) {
          const action = `event_${at}`;
          if (!isOfOther) expected.push(action);
          await auditLogs.createEvent(isOfOther ? other.id : id, newEvent({ action, occurredAt }));
        }
        const borders = [
          RANGE.rangeStart,
          ...cuts.toSorted((a, b) => a.getTime() - b.getTime()),
          RANGE.rangeEnd,
        ];
        const exported: string[] = [];
        for (const [at, rangeEnd] of borders.slice(1).entries()) {
          const rows = await exportedRows(harness, id, { rangeStart: borders[at], rangeEnd } as typeof RANGE);
          const times = rows.map(({ occurred_at = '' }) => occurred_at);
          assert.deepEqual(times, times.toSorted());
          exported.push(...rows.map(({ action = '' }) => action));
        }
        assert.deepEqual(exported.toSorted(), expected.toSorted());
      },
    ),
    { numRuns: 15 },
  );
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', '\u0000', ' ', 'é'), maxLength: 8 }),
);

test('a program reads back exactly what was logged, whatever the characters', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (name, location, value) => {
      const { id } = await createOrganization(harness);
      const actor = { id: `user ${name}`, type: 'user', name };
      const targets = [{ id: `target ${value}`, type: 'document', metadata: { value } }];
      await auditLogs.createEvent(
        id,
        newEvent({ actor, targets, context: { location }, metadata: { value } }),
      );
      const [row, ...others] = await exportedRows(harness, id, { actorIds: [actor.id], actorNames: [name] });
      assert.deepEqual(others, []);
      assert.deepEqual([row?.actor_id, row?.actor_name, row?.context_location], [actor.id, name, location]);
      assert.deepEqual(JSON.parse(row?.targets ?? ''), targets);
      assert.deepEqual(JSON.parse(row?.metadata ?? ''), { value });
    }),
    { numRuns: 40 },
  );
});

test('exports thousands of events, each once', async () => {
  const { id } = await createOrganization(harness);
  const count = 1203;
  insertEvents(harness, id, count);
  const rows = await exportedRows(harness, id);
  assert.equal(rows.length, count);
  assert.equal(new Set(rows.map(({ id: eventId }) => eventId)).size, count);
});

test('answers others while an export is read', async () => {
  const { id } = await createOrganization(harness);
  insertEvents(harness, id, 50_000);
  const { workos, server } = harness;
  const created = await workos.auditLogs.createExport({ organizationId: id, ...RANGE });
  const { url = '' } = await workos.auditLogs.getExport(created.id);
  const { all } = server.local.db;
  let batches = 0;
  server.local.db.all = (...query) => {
    if (query[0].includes('FROM audit_log_events')) batches++;
    return all.apply(server.local.db, query) as never[];
  };
  let most = 0;
  let isRead = false;
  // In a process of its own, as a client is, which empties its socket at any time.
  const reader = spawn(process.execPath, [
    '--eval',
    'fetch(process.argv[1]).then((file) => file.text())',
    url,
  ]);
  reader.once('close', () => {
    isRead = true;
  });
  for (let before = batches; !isRead; before = batches) {
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, batches - before);
  }
  server.local.db.all = all;
  assert.equal(batches, 101);
  assert.ok(most <= 2, `${most} batches in one turn`);
});

/** Writes events of one moment to the store, which is quicker than the API. */
function insertEvents({ server }: Harness, organizationId: string, count: number): void {
  const { db } = server.local;
  const event = {
    action: 'a',
    occurred_at: '2026-01-01T00:00:00.000Z',
    actor: { id: 'a', type: 'b' },
    targets: [],
    context: { location: '' },
  };
  db.run(
    `WITH RECURSIVE numbers(number) AS (VALUES(1) UNION ALL SELECT number + 1 FROM numbers WHERE number < :count)
     INSERT INTO audit_log_events (id, organization_id, action, occurred_at, actor_id, event, created_at)
     SELECT :organizationId || number, :organizationId, 'a', '2026-01-01T00:00:00.000Z', 'a', :event, :now FROM numbers`,
    { organizationId, count, event: JSON.stringify(event), now: db.timestamp() },
  );
}
