import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { API_KEY } from '../src/http/options.ts';
import { startServer } from '../src/server.ts';
import { exportedRows, newEvent, rowsOf } from './audit-logs.ts';
import { answer, createOrganization, type Harness, startHarness } from './harness.ts';
import { dataFolder } from './program.ts';

const DAY = 86_400;
const path = (id: string) => `/organizations/${id}/audit_logs_retention`;

const harness = await startHarness();

function put({ request }: Harness, id: string, body: unknown): Promise<Response> {
  return request(path(id), {
    method: 'PUT',
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

test('is 30 days until it is set, also in the configuration', async () => {
  const { id } = await createOrganization(harness);
  const configuration = async () => {
    const response = await harness.get(`/organizations/${id}/audit_log_configuration`);
    return ((await response.json()) as { retention_period_in_days: number }).retention_period_in_days;
  };
  assert.deepEqual(await answer(await harness.get(path(id))), {
    status: 200,
    body: { retention_period_in_days: 30 },
  });
  assert.equal(await configuration(), 30);
  assert.deepEqual(await answer(await put(harness, id, { retention_period_in_days: 365 })), {
    status: 200,
    body: { retention_period_in_days: 365 },
  });
  assert.deepEqual(await (await harness.get(path(id))).json(), { retention_period_in_days: 365 });
  assert.equal(await configuration(), 365);
});

test('takes the periods that the Node SDK sends', async () => {
  const { id } = await createOrganization(harness);
  const { auditLogs } = harness.workos;
  for (const [retentionPeriod, days] of [
    ['1_MONTH', 30],
    ['11_MONTHS', 330],
    ['1_YEAR', 365],
    ['10_YEARS', 3650],
  ] as const) {
    const set = await auditLogs.updateOrganizationAuditLogsRetention({ id, retentionPeriod });
    assert.equal(set.retentionPeriodInDays, days);
    assert.deepEqual(await auditLogs.getOrganizationAuditLogsRetention({ id }), set);
  }
});

test('refuses other periods, and changes nothing', async () => {
  const { id } = await createOrganization(harness);
  for (const body of [
    {},
    { retention_period_in_days: 31 },
    { retention_period_in_days: '30' },
    { retention_period_in_days: null },
    { retention_period: '1_WEEK' },
    { retention_period: 'constructor' },
    [],
  ]) {
    const { status, body: refusal } = await answer(await put(harness, id, body));
    assert.equal(status, 422, JSON.stringify(body));
    assert.match((refusal as { message: string }).message, /retention_period_in_days must be 30 or 365/);
  }
  assert.deepEqual(await (await harness.get(path(id))).json(), { retention_period_in_days: 30 });
});

test('does not know an organization that is not there', async () => {
  assert.equal((await harness.get(path('org_none'))).status, 404);
  assert.equal((await put(harness, 'org_none', { retention_period_in_days: 30 })).status, 404);
});

test('deletes events of an organization that are older than its period, and of no other', async () => {
  const own = await startHarness();
  const [month, year] = [await createOrganization(own), await createOrganization(own)];
  await put(own, year.id, { retention_period_in_days: 365 });
  const actions = async ({ id }: { id: string }) => (await exportedRows(own, id)).map(({ action }) => action);
  const log = async (action: string) => {
    for (const { id } of [month, year]) await own.workos.auditLogs.createEvent(id, newEvent({ action }));
  };
  await log('first');
  own.advance(20 * DAY);
  await log('second');
  const earlier = await own.workos.auditLogs.createExport({
    organizationId: month.id,
    rangeStart: new Date('2000-01-01'),
    rangeEnd: new Date('2100-01-01'),
  });
  assert.deepEqual(await actions(month), ['first', 'second']);
  own.advance(11 * DAY);
  assert.deepEqual(await actions(month), ['second']);
  assert.deepEqual(await actions(year), ['first', 'second']);

  // From exports of before too: they are deleted for good.
  const { url = '' } = await own.workos.auditLogs.getExport(earlier.id);
  const rows = rowsOf(await (await fetch(url)).text());
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['second'],
  );

  // Neither a longer period nor a shorter one brings them back.
  await put(own, month.id, { retention_period_in_days: 365 });
  assert.deepEqual(await actions(month), ['second']);
  await put(own, year.id, { retention_period_in_days: 30 });
  assert.deepEqual(await actions(year), ['second']);
  await put(own, year.id, { retention_period_in_days: 365 });
  assert.deepEqual(await actions(year), ['second']);
});

test('counts from when an event was accepted, so that old ones can be imported', async () => {
  const { id } = await createOrganization(harness);
  await harness.workos.auditLogs.createEvent(id, newEvent({ occurredAt: new Date('2020-01-01') }));
  assert.equal((await exportedRows(harness, id)).length, 1);
});

test('deletes what is past its period at the start', async () => {
  const data = dataFolder();
  let now = new Date();
  const count = async (work?: (workos: WorkOS) => Promise<unknown>) => {
    const server = await startServer({ port: 0, data }, () => now);
    try {
      const { port } = new URL(server.origin);
      await work?.(new WorkOS(API_KEY, { apiHostname: 'localhost', port: Number(port), https: false }));
      return server.local.db.get<{ count: number }>('SELECT count(*) AS count FROM audit_log_events')?.count;
    } finally {
      await server.close();
    }
  };
  const log = async (workos: WorkOS) => {
    const { id } = await workos.organizations.createOrganization({ name: 'Kept' });
    await workos.auditLogs.createEvent(id, newEvent());
  };
  assert.equal(await count(log), 1);
  now = new Date(now.getTime() + 29 * DAY * 1000);
  assert.equal(await count(log), 2);
  now = new Date(now.getTime() + 2 * DAY * 1000);
  assert.equal(await count(), 1);
});
