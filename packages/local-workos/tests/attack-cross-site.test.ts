import assert from 'node:assert/strict';
import { test } from 'node:test';
import { API_KEY, DEFAULT_APP_ORIGIN as APP } from '../src/http/options.ts';
import { ACME, answer, KOFI, sendRaw, startHarness, widgetToken } from './harness.ts';

const harness = await startHarness();

/** What a page of somebody else would like to do here. */
const WRITES: [what: string, path: string, body: string][] = [
  ['add a fault', '/_emulate/hooks', JSON.stringify({ path: '*', status: 500 })],
  ['add a fault with the form', '/faults', 'method=*&path=*&status=500'],
  ['delete everything', '/_emulate/reset', ''],
  ['turn the clock', '/_emulate/clock', JSON.stringify({ advance: 3600 })],
  ['sign in as somebody', `/people/${KOFI}/sign-in`, ''],
  ['impersonate somebody', `/people/${KOFI}/impersonate`, 'reason=none'],
  ['change an organization', `/organizations/${ACME}/multiple-roles`, 'enabled=1'],
  ['change the settings', '/settings', 'mfa=off'],
  ['change a password', '/reset-password', 'token=x&password=a-password-of-theirs'],
  ['continue a sign-in', '/sign-in/continue', ''],
];
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

const evil = 'https://evil.example';
const otherPort = 'http://localhost:3999';
const own = harness.origin;

for (const [whose, headers] of [
  ['another site', { Origin: evil, 'Sec-Fetch-Site': 'cross-site' }],
  ['another site, without fetch metadata', { Origin: evil }],
  ['another site, without an origin', { 'Sec-Fetch-Site': 'cross-site' }],
  ['another port', { Origin: otherPort, 'Sec-Fetch-Site': 'same-site' }],
  ['another port, without fetch metadata', { Origin: otherPort }],
  ['another port, without an origin', { 'Sec-Fetch-Site': 'same-site' }],
  ['the app', { Origin: APP, 'Sec-Fetch-Site': 'same-site' }],
  ['a sandboxed frame', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
  ['a sandboxed frame, without fetch metadata', { Origin: 'null' }],
  ['its own address over TLS', { Origin: own.replace('http:', 'https:') }],
  ['an address that begins with its own', { Origin: `${own}.evil.example` }],
] as const) {
  for (const [what, path, body] of WRITES) {
    test(`does not let a page of ${whose} ${what}`, async () => {
      const response = await sendRaw(harness, path, {
        method: 'POST',
        headers: {
          ...headers,
          'Content-Type': body.startsWith('{') ? 'text/plain' : 'application/x-www-form-urlencoded',
        },
        body,
      });
      assert.deepEqual(await answer(response), {
        status: 403,
        body: { message: 'Local WorkOS does not accept requests from pages of other origins.' },
      });
      assert.deepEqual(harness.server.local.faultHooks.list(), []);
    });
  }
}

for (const [whose, headers] of [
  ['its own pages', { Origin: own, 'Sec-Fetch-Site': 'same-origin' }],
  ['its own pages, without fetch metadata', { Origin: own }],
  ['the address bar', { 'Sec-Fetch-Site': 'none' }],
  ['programs', {}],
] as const) {
  test(`accepts writes from ${whose}`, async () => {
    const response = await sendRaw(harness, '/_emulate/hooks', {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ path: '/nothing', delay: 1 }),
    });
    assert.equal(response.status, 201);
    harness.server.local.faultHooks.clear();
  });
}

for (const [whose, cookie, token] of [
  ['without a token', 'yes', undefined],
  ['with an empty token', 'yes', ''],
  ['with a made-up token', 'yes', 'made-up'],
  ['with the token of another browser', 'yes', 'other'],
  ['with the cookie for a token', 'yes', 'cookie'],
  ['without a cookie', 'no', 'right'],
] as const) {
  test(`does not accept a form of its own page ${whose}`, async () => {
    const mine = await formOf(harness.request('/settings'));
    const others = await formOf(harness.request('/settings'));
    const tokens: Record<string, string> = { other: others.token, cookie: mine.id, right: mine.token };
    const value = tokens[token ?? ''] ?? token;
    const response = await harness.postForm(
      '/settings/sign-in-endpoint',
      value === undefined ? {} : { form_token: value },
      { Origin: own, 'Sec-Fetch-Site': 'same-origin', ...(cookie === 'yes' ? { Cookie: mine.cookie } : {}) },
    );
    assert.equal(response.status, 403);
    assert.match(await response.text(), /This form was not sent/);
  });
}

test('accepts a form of its own page with the browser’s cookie and token', async () => {
  const { cookie, token } = await formOf(harness.request('/faults'));
  const response = await harness.postForm(
    '/faults',
    { form_token: token, method: 'GET', path: '/nothing', status: '500' },
    { Origin: own, 'Sec-Fetch-Site': 'same-origin', Cookie: cookie },
  );
  assert.equal(response.status, 302);
  harness.server.local.faultHooks.clear();
});

test('lets the form of a widget open the Admin Portal, which hides where it comes from', async () => {
  const { link } = (await (
    await harness.post('/portal/generate_link', { organization: ACME, intent: 'sso' })
  ).json()) as { link: string };
  const apiToken = new URL(link).searchParams.get('apiToken') ?? '';
  const response = await harness.postForm(
    '/portal/launch',
    { apiToken },
    { Origin: 'null', 'Sec-Fetch-Site': 'same-site' },
  );
  assert.equal(response.headers.get('Location'), '/portal/single-sign-on');
});

test('lets pages of any site link here', async () => {
  const headers = { 'Sec-Fetch-Site': 'cross-site' };
  assert.equal((await sendRaw(harness, '/people', { headers })).status, 200);
});

/** The cookie that a browser gets with a page, and the token in the page's forms. */
async function formOf(asked: Promise<Response>) {
  const response = await asked;
  const [cookie = ''] = (response.headers.getSetCookie()[0] ?? '').split(';');
  const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(await response.text()) ?? [];
  assert.ok(cookie && token);
  return { cookie, id: cookie.split('=')[1] ?? '', token };
}

test('lets CORS decide about writes from widgets on other sites', async () => {
  const token = await widgetToken(harness, ACME, KOFI);
  const response = await sendRaw(harness, '/_widgets/UserManagement/invite-user', {
    method: 'POST',
    headers: { 'Sec-Fetch-Site': 'cross-site', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ email: 'from-a-widget@example.com', roles: ['member'] }),
  });
  assert.equal(response.status, 201);
});
