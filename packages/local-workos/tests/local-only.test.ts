import assert from 'node:assert/strict';
import { test } from 'node:test';
import { API_KEY } from '../src/http/options.ts';
import { ACME, answer, KOFI, sendRaw, startHarness, widgetToken } from './harness.ts';

const harness = await startHarness();
const { port } = new URL(harness.origin);
const key = { Authorization: `Bearer ${API_KEY}` };

test('responds as localhost', async () => {
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'localhost']) {
    assert.equal((await sendRaw(harness, '/health', { headers: { Host: host } })).status, 200, host);
  }
});

test('rejects every request of a page that points its own name here (DNS rebinding)', async () => {
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    'localhost.evil.example',
    '127.0.0.1.evil.example',
  ]) {
    for (const path of ['/', '/people', '/organizations', '/_widgets/settings', '/_emulate/hooks']) {
      const response = await sendRaw(harness, path, { headers: { Host: host, ...key } });
      assert.equal(response.status, 403, `${host} ${path}`);
      assert.doesNotMatch(await response.text(), /example\.com|Acme/);
    }
  }
});

test('rejects writes from pages of other sites', async () => {
  const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
  const form = { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' };
  const hook = JSON.stringify({ path: '*', status: 500 });
  for (const [path, body] of [
    ['/_emulate/hooks', hook],
    ['/faults', 'method=*&path=*&status=500'],
    [`/people/${KOFI}/sign-in`, ''],
    [`/organizations/${ACME}/multiple-roles`, 'enabled=1'],
    ['/sign-in/continue', ''],
  ] as const) {
    const response = await sendRaw(harness, path, { method: 'POST', headers: form, body });
    assert.deepEqual(await answer(response), {
      status: 403,
      body: { message: 'Local WorkOS does not accept requests from pages of other sites.' },
    });
  }
  assert.deepEqual(harness.server.local.faultHooks.list(), []);
});

test('accepts requests from its own pages, the app next to it, and programs', async () => {
  for (const site of ['same-origin', 'same-site', 'none', undefined]) {
    const response = await sendRaw(harness, '/_emulate/hooks', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(site ? { 'Sec-Fetch-Site': site } : {}) },
      body: JSON.stringify({ path: '/nothing', delay: 1 }),
    });
    assert.equal(response.status, 201, site);
  }
  assert.equal(
    (await sendRaw(harness, '/people', { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status,
    200,
  );
});

test('lets CORS decide about writes from widgets on other sites', async () => {
  const token = await widgetToken(harness, ACME, KOFI);
  const response = await sendRaw(harness, '/_widgets/UserManagement/invite-user', {
    method: 'POST',
    headers: { 'Sec-Fetch-Site': 'cross-site', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ email: 'from-a-widget@example.com', roles: ['member'] }),
  });
  assert.equal(response.status, 201);
});
