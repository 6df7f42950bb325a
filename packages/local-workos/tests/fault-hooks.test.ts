import assert from 'node:assert/strict';
import { test } from 'node:test';
import { members } from '@workos-inc/widgets/experimental/api/fetch';
import { ACME, answer, authorized, KOFI, sendRaw, startHarness, widgetToken } from './harness.ts';

interface Hook {
  id: string;
  method: string;
  path: string;
  status?: number;
  count?: number;
}

const harness = await startHarness();

/** Each test starts without hooks, because they affect every request. */
async function faulty() {
  await harness.request('/_emulate/hooks', { method: 'DELETE' });
  const add = async (hook: Record<string, unknown>) => {
    const response = await harness.post('/_emulate/hooks', hook);
    assert.equal(response.status, 201);
    return (await response.json()) as Hook;
  };
  const list = async () =>
    ((await (await harness.request('/_emulate/hooks')).json()) as { data: Hook[] }).data;
  const status = async (path: string, method = 'GET') => (await sendRaw(harness, path, { method })).status;
  return { add, list, status };
}

test('adds, lists and deletes', async () => {
  const { add, list, status } = await faulty();
  assert.deepEqual(await list(), []);
  const first = await add({ method: 'GET', path: '/health', status: 503, count: 5 });
  const second = await add({ path: '/people', delay: 1 });
  assert.deepEqual([first.method, first.path, first.status, second.method], ['GET', '/health', 503, '*']);
  assert.deepEqual(await list(), [first, second]);

  const remove = (path: string) => harness.request(path, { method: 'DELETE' });
  assert.equal(await status('/health'), 503);
  assert.equal((await remove(`/_emulate/hooks/${first.id}`)).status, 204);
  assert.equal(await status('/health'), 200);
  assert.equal((await remove(`/_emulate/hooks/${first.id}`)).status, 404);
  assert.deepEqual(await list(), [second]);
  assert.equal((await remove('/_emulate/hooks')).status, 204);
  assert.deepEqual(await list(), []);
});

test('rejects an invalid hook', async () => {
  const { list } = await faulty();
  for (const wrong of [
    {},
    { path: 'health', status: 500 },
    { path: '/health', status: 99 },
    { path: '/health', status: 600 },
    { path: '/health', status: '500' },
    { path: '/health' },
    { path: '/health', body: { message: 'No.' } },
    { path: '/health', status: 500, count: 0 },
    { path: '/health', delay: 60_001 },
    { path: '/health', delay: -1 },
    { path: '/health', disconnect: true, status: 500 },
    { path: '/health', disconnect: false },
    { path: '/health', status: 500, body: 5 },
    { path: '/health', status: 500, method: '' },
    { path: '/health', status: 500, method: 'G T' },
    { path: '/_emulate/hooks', status: 500 },
    { path: '/faults', status: 500 },
    { path: '/assets/*', status: 500 },
    { path: '/health', staus: 500 },
  ]) {
    assert.equal((await harness.post('/_emulate/hooks', wrong)).status, 422, JSON.stringify(wrong));
  }
  assert.equal((await harness.post('/_emulate/hooks', '{')).status, 400);
  assert.deepEqual(await list(), []);
});

test('answers with the status and the given or a default body', async () => {
  const { add } = await faulty();
  await add({ path: '/health', status: 418, body: { message: 'Teapot', more: [1] }, count: 1 });
  await add({ path: '/health', status: 429, count: 1 });
  await add({ path: '/health', status: 507, count: 1 });
  await add({ path: '/health', status: 204, count: 1 });
  const ask = () => sendRaw(harness, '/health');
  assert.deepEqual(await answer(await ask()), { status: 418, body: { message: 'Teapot', more: [1] } });
  assert.deepEqual(await answer(await ask()), {
    status: 429,
    body: { code: 'rate_limit_exceeded', message: 'Too Many Requests' },
  });
  assert.equal((await ask()).status, 507);
  assert.equal((await ask()).status, 204);
  assert.equal((await ask()).status, 200);
});

test('removes a hook after its count', async () => {
  const { add, list, status } = await faulty();
  await add({ path: '/health', status: 500, count: 2 });
  assert.equal(await status('/health'), 500);
  assert.equal((await list())[0]?.count, 1);
  assert.deepEqual([await status('/health'), await status('/health')], [500, 200]);
  assert.deepEqual(await list(), []);
});

test('matches any part of a path with *', async () => {
  const { add, status } = await faulty();
  const cases: [path: string, matching: string[], others: string[]][] = [
    [
      '/organizations/*',
      ['/organizations', '/organizations/a', '/organizations/a/b'],
      ['/organizationsX', '/people'],
    ],
    [
      '/organizations/*/manage',
      ['/organizations/a/manage', '/organizations/a/b/manage'],
      ['/organizations/manage'],
    ],
    ['/made/*.css', ['/made/styles.css'], ['/made/stylesXcss', '/made/icon.svg']],
    ['/a.*', ['/a.', '/a.b'], ['/ab', '/a']],
    ['/health', ['/health'], ['/healthy', '/x/health']],
    ['*', ['/health', '/anything/at/all'], []],
  ];
  for (const [path, matching, others] of cases) {
    await add({ path, status: 599 });
    for (const each of matching) assert.equal(await status(each), 599, `${path} is for ${each}`);
    for (const each of others) assert.notEqual(await status(each), 599, `${path} is not for ${each}`);
    await harness.request('/_emulate/hooks', { method: 'DELETE' });
  }
});

test('matches the method, ignoring case, and plays the first matching hook', async () => {
  const { add, status } = await faulty();
  await add({ method: 'post', path: '/health', status: 500 });
  await add({ method: 'GET', path: '/health', status: 501 });
  await add({ path: '/health', status: 502 });
  assert.deepEqual(
    [await status('/health', 'POST'), await status('/health'), await status('/health', 'DELETE')],
    [500, 501, 502],
  );
});

test('only delays when there is no status', async () => {
  const { add, status } = await faulty();
  await add({ path: '/health', delay: 60, count: 1 });
  const started = performance.now();
  assert.equal(await status('/health'), 200);
  assert.ok(performance.now() - started >= 59);
});

test('closes the connection without an answer', async () => {
  const { add, status } = await faulty();
  await add({ path: '/health', disconnect: true, count: 1 });
  await assert.rejects(status('/health'), /socket hang up|ECONNRESET|other side closed|fetch failed/);
  assert.equal(await status('/health'), 200);
});

test('never applies to the hooks API, so hooks can always be removed', async () => {
  const { add, list, status } = await faulty();
  await add({ path: '*', status: 500 });
  assert.equal(await status('/people'), 500);
  assert.equal((await list()).length, 1);
  assert.equal(await status('/faults'), 200);
  assert.equal(await status('/assets/styles.css'), 200);
  assert.equal((await harness.request('/_emulate/hooks', { method: 'DELETE' })).status, 204);
  assert.equal(await status('/people'), 200);
});

test('the SDK handles a fault like an error of WorkOS', async () => {
  const { add } = await faulty();
  await add({ method: 'POST', path: '/widgets/token', status: 422, body: { message: 'No.' }, count: 1 });
  await add({ path: '/organizations/*', status: 404, body: { message: 'Gone.' }, count: 1 });
  await assert.rejects(harness.workos.widgets.createToken({ organizationId: ACME }), { status: 422 });
  await assert.rejects(harness.workos.organizations.getOrganization(ACME), { status: 404, message: 'Gone.' });
  await harness.workos.organizations.getOrganization(ACME);
});

test('sends CORS headers with a fault, and does not count preflights', async () => {
  const { add } = await faulty();
  const token = await widgetToken(harness, ACME, KOFI);
  await add({ path: '/_widgets/UserManagement/*', status: 403, body: { message: 'Not now.' }, count: 1 });
  await add({ path: '/_widgets/*', status: 500, count: 1 });
  const headers = { Origin: 'http://localhost:3000', Authorization: `Bearer ${token}` };
  const path = '/_widgets/UserManagement/members';
  const preflight = { ...headers, 'Access-Control-Request-Method': 'GET' };
  assert.equal((await sendRaw(harness, path, { method: 'OPTIONS', headers: preflight })).status, 204);
  const refused = await members({}, authorized(harness, token));
  assert.deepEqual([refused.status, refused.data], [403, { message: 'Not now.' }]);
  const failed = await sendRaw(harness, path, { headers });
  assert.equal(failed.status, 500);
  assert.equal(failed.headers.get('Access-Control-Allow-Origin'), 'http://localhost:3000');
  assert.equal((await members({}, authorized(harness, token))).status, 200);
});

test('answers with custom headers and a body that is not JSON', async () => {
  const { request, get } = harness;
  const hook = {
    path: '/organizations',
    status: 502,
    body: '<h1>Bad Gateway</h1>',
    headers: { 'Retry-After': '60' },
  };
  await request('/_emulate/hooks', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...hook, count: 1 }),
  });
  const response = await get('/organizations');
  assert.equal(response.status, 502);
  assert.equal(response.headers.get('Retry-After'), '60');
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/html/);
  assert.equal(await response.text(), '<h1>Bad Gateway</h1>');
});
