import assert from 'node:assert/strict';
import { test } from 'node:test';
import { API_KEY } from '../src/http/options.ts';
import { startServer } from '../src/server.ts';
import { ACME, type Harness, KOFI, sendRaw, startHarness, widgetToken } from './harness.ts';
import { dataFolder } from './program.ts';

const harness = await startHarness();
const APP = 'http://localhost:3000';
const FOREIGN = [
  'https://evil.example',
  'http://localhost:3001',
  'https://localhost:3000',
  'http://localhost:3000.evil.example',
  'http://localhost',
  'null',
];
const MEMBERS = '/_widgets/UserManagement/members';

const preflight = (of: Harness, origin: string, path = MEMBERS) =>
  sendRaw(of, path, {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization,workos-widgets-type,workos-widgets-version',
      'Sec-Fetch-Site': 'cross-site',
    },
  });

const listOf = (response: Response, name: string) =>
  (response.headers.get(name) ?? '').split(',').map((each) => each.trim().toLowerCase());

test("allows the app's origin with every header the widgets send", async () => {
  const response = await preflight(harness, APP);
  assert.equal(response.status, 204);
  assert.equal(response.headers.get('Access-Control-Allow-Origin'), APP);
  assert.match(response.headers.get('Vary') ?? '', /Origin/i);
  const headers = listOf(response, 'Access-Control-Allow-Headers');
  for (const name of [
    'authorization',
    'content-type',
    'workos-widgets-type',
    'workos-widgets-version',
    'x-elevated-access-token',
  ]) {
    assert.ok(headers.includes(name), name);
  }
  const methods = listOf(response, 'Access-Control-Allow-Methods');
  for (const method of ['get', 'post', 'put', 'delete']) assert.ok(methods.includes(method), method);
});

test('rejects other origins', async () => {
  const token = await widgetToken(harness, ACME, KOFI);
  for (const origin of FOREIGN) {
    assert.equal((await preflight(harness, origin)).headers.get('Access-Control-Allow-Origin'), null, origin);
    const response = await sendRaw(harness, MEMBERS, {
      headers: { Origin: origin, Authorization: `Bearer ${token}` },
    });
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), null, origin);
  }
});

test('sends CORS headers with every response, including errors', async () => {
  const token = await widgetToken(harness, ACME, KOFI);
  const withToken = { Origin: APP, Authorization: `Bearer ${token}` };
  const answers: [status: number, request: Promise<Response>][] = [
    [200, sendRaw(harness, MEMBERS, { headers: withToken })],
    [
      400,
      sendRaw(harness, '/_widgets/UserManagement/invite-user', {
        method: 'POST',
        headers: withToken,
        body: '{',
      }),
    ],
    [403, sendRaw(harness, MEMBERS, { headers: { Origin: APP } })],
    [404, sendRaw(harness, '/_widgets/nothing', { headers: withToken })],
    [404, sendRaw(harness, `${MEMBERS}/user_none`, { method: 'DELETE', headers: withToken })],
  ];
  for (const [status, request] of answers) {
    const response = await request;
    assert.equal(response.status, status);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), APP, String(status));
    assert.match(response.headers.get('Vary') ?? '', /Origin/i);
  }
});

test('allows each configured origin instead of the default', async () => {
  const own = await startHarness({ origins: ['http://localhost:5173', 'https://app.localhost:8443'] });
  for (const origin of ['http://localhost:5173', 'https://app.localhost:8443']) {
    assert.equal((await preflight(own, origin)).headers.get('Access-Control-Allow-Origin'), origin);
  }
  assert.equal((await preflight(own, APP)).headers.get('Access-Control-Allow-Origin'), null);
});

test('keeps added origins, but not those of an earlier command line', async () => {
  const data = dataFolder();
  const added = 'https://added.example';
  const first = await startServer({ port: 0, data, origins: ['http://localhost:5173'] });
  const response = await sendRaw(first, '/user_management/cors_origins', {
    method: 'POST',
    headers: { Authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify({ origin: added }),
  });
  assert.equal(response.status, 201);
  await first.close();
  const second = await startHarness({ data, origins: [APP] });
  const allowed = async (origin: string) =>
    (await preflight(second, origin)).headers.get('Access-Control-Allow-Origin');
  assert.equal(await allowed('http://localhost:5173'), null);
  assert.deepEqual([await allowed(APP), await allowed(added)], [APP, added]);
});

test('sends no CORS headers for the server API and the hosted pages', async () => {
  for (const path of [
    '/organizations',
    '/widgets/token',
    '/user_management/users',
    '/sign-in',
    '/',
    '/_emulate/hooks',
  ]) {
    const response = await preflight(harness, APP, path);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), null, path);
  }
});
