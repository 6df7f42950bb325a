import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACME, answer, KOFI, newEmail, sendRaw, startHarness } from './harness.ts';

const harness = await startHarness();
const { db, faultHooks, signingKey } = harness.server.local;

/** Every row of every table, as JSON. The index of the search may have them in other places. */
function everything(): Record<string, string[]> {
  const tables = db.all<{ name: string }>(
    // Where SQLite counts on after the largest number that was ever given, so that none is given twice.
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name <> 'sqlite_sequence'`,
  );
  const rows = (table: string) =>
    db
      .all<{ position?: number }>(`SELECT * FROM main.${table}`)
      .map(({ position: _, ...row }) => JSON.stringify(row));
  return Object.fromEntries(tables.map(({ name }) => [name, rows(name).toSorted()]));
}

test('POST /_emulate/reset restores every row', async () => {
  await signingKey;
  // Its forms have a token, whose key is made the first time.
  await harness.request('/');
  const seeded = everything();
  assert.ok(Object.values(seeded).filter((rows) => rows.length > 0).length > 20);

  await harness.workos.organizations.deleteOrganization(ACME);
  await harness.workos.userManagement.deleteUser(KOFI);
  await harness.workos.userManagement.sendInvitation({ email: newEmail() });
  await harness.postForm('/settings', { mfa: 'required' });
  faultHooks.add({ path: '/organizations', status: 500 });
  assert.notDeepEqual(everything(), seeded);

  assert.deepEqual(await answer(await harness.request('/_emulate/reset', { method: 'POST' })), {
    status: 200,
    body: { ok: true },
  });
  assert.deepEqual(everything(), seeded);
  assert.deepEqual(faultHooks.list(), []);
  assert.deepEqual(db.all('PRAGMA foreign_key_check'), []);
  assert.equal(db.get<{ foreign_keys: number }>('PRAGMA foreign_keys')?.foreign_keys, 1);
});

test('/_emulate/clock returns the time and advances it', async () => {
  const clock = async (init?: RequestInit) => {
    const response = await harness.request('/_emulate/clock', init);
    return { status: response.status, ...((await response.json()) as { now?: string }) };
  };
  const turn = (body: unknown) => clock({ method: 'POST', body: JSON.stringify(body) });
  const { now: before = '' } = await clock();
  const { now: afterwards = '' } = await turn({ advance: 3600 });
  const seconds = (Date.parse(afterwards) - Date.parse(before)) / 1000;
  assert.ok(seconds >= 3600 && seconds < 3660, `${seconds} seconds`);
  assert.equal(db.now().toISOString().slice(0, 15), afterwards.slice(0, 15));

  // Times are compared as texts, whose years have four digits.
  for (const beyond of [3e11, 1e15, 1e300]) {
    assert.equal((await turn({ advance: beyond })).status, 422, String(beyond));
  }
  assert.ok(Date.parse((await clock()).now ?? '') - Date.parse(afterwards) < 60_000);

  for (const wrong of [{}, { advance: -1 }, { advance: '60' }, { advance: 60, unit: 's' }]) {
    assert.equal((await turn(wrong)).status, 422, JSON.stringify(wrong));
  }
  await harness.request('/_emulate/reset', { method: 'POST' });
  assert.ok(Math.abs(db.now().getTime() - Date.now()) < 60_000);
});

test('rejects web pages of other sites', async () => {
  const { id } = await harness.workos.organizations.createOrganization({ name: 'Stays' });
  const foreign: Record<string, string>[] = [
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
    { Host: 'evil.example' },
  ];
  for (const headers of foreign) {
    for (const path of ['/_emulate/reset', '/_emulate/clock']) {
      const body = JSON.stringify({ advance: 60 });
      const response = await sendRaw(harness, path, { method: 'POST', headers, body });
      assert.equal(response.status, 403, path);
    }
  }
  assert.equal((await harness.workos.organizations.getOrganization(id)).name, 'Stays');
});
