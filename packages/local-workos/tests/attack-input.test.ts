import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FaultHooks } from '../src/http/fault-hooks.ts';
import { redeemTotpCode } from '../src/mfa/totp.ts';
import { apiRoutes } from '../src/routes.ts';
import { createMember, createOrganization, mailsTo, sendRaw, startHarness, widgetToken } from './harness.ts';
import { sendBytes } from './raw-socket.ts';

const harness = await startHarness();

function post(path: string, body: string): Promise<Response> {
  const headers = { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' };
  return fetch(harness.origin + path, { method: 'POST', headers, body });
}

test('rejects digits of other scripts as an authenticator code', async () => {
  const { id } = await createMember(harness);
  const { authenticationFactor } = await harness.workos.multiFactorAuth.createUserAuthFactor({
    userId: id,
    type: 'totp',
  });
  for (const code of ['١٢٣٤٥٦', '１２３４５６', '12345', '1234567', '', '-12345']) {
    assert.equal(await redeemTotpCode(harness.server.local.db, authenticationFactor.id, code), false, code);
  }
});

test('rejects an oversized TOTP secret', async () => {
  const { id } = await createMember(harness);
  const body = { type: 'totp', totp_secret: 'A'.repeat(100_000) };
  const response = await post(`/user_management/users/${id}/auth_factors`, JSON.stringify(body));
  assert.equal(response.status, 422);
});

for (const [what, body] of [
  ['arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['objects', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
  ['metadata', `{"name":"Deep","metadata":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`],
] as const) {
  test(`rejects deeply nested ${what}`, async () => {
    const response = await post('/organizations', body);
    assert.equal(response.status, 400);
    assert.match(await response.text(), /nested too deeply/);
  });
}

test('rejects a body of more than 10 MB', async () => {
  const response = await post('/organizations', `{"name":"${'x'.repeat(10 * 1024 * 1024)}"}`);
  assert.equal(response.status, 413);
  assert.match(await response.text(), /larger than 10 MB/);
});

test('rejects a GraphQL query that is too long to validate quickly', async () => {
  const { id, adminId } = await createOrganization(harness);
  const token = await widgetToken(harness, id, adminId);
  const response = await fetch(`${harness.origin}/client/graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: `{ ${'clientApiStatus '.repeat(20_000)}}` }),
  });
  assert.equal(response.status, 422);
});

test('rejects return URLs that are not web addresses', async () => {
  const { id: organization } = await createOrganization(harness);
  for (const url of ['javascript:alert(1)', 'data:text/html,hi', 'ftp://app.example']) {
    for (const field of ['return_url', 'success_url']) {
      const body = { organization, intent: 'sso', [field]: url };
      const { status } = await post('/portal/generate_link', JSON.stringify(body));
      assert.equal(status, 422, `${field} ${url}`);
    }
  }
});

test('matches a fault pattern with many wildcards in linear time', () => {
  const hooks = new FaultHooks();
  hooks.add({ path: `/${'*a'.repeat(200)}b`, status: 500 });
  const started = process.cpuUsage();
  assert.equal(hooks.take('GET', `/${'a'.repeat(10_000)}`), undefined);
  // A regular expression would take longer than the age of the universe.
  assert.ok(process.cpuUsage(started).user < 5_000_000);
});

for (const [pattern, path, expected] of [
  ['*', '/anything/at/all', true],
  ['/organizations', '/organizations', true],
  ['/organizations', '/organizations/org_1', false],
  ['/organizations/*', '/organizations', true],
  ['/organizations/*', '/organizations/org_1/roles', true],
  ['/organizations/*', '/organizations2', false],
  ['/sso/jwks/*', '/sso/jwks/client', true],
  ['/a*a', '/a', false],
  ['/a*a', '/aa', true],
  ['/*/b*c', '/a/b/c', true],
  ['/*/b*c', '/a/bc/d', false],
  ['/a.c', '/abc', false],
] as const) {
  test(`${pattern} ${expected ? 'matches' : 'does not match'} ${path}`, () => {
    const hooks = new FaultHooks();
    hooks.add({ path: pattern, status: 500 });
    assert.equal(hooks.take('GET', path) !== undefined, expected);
  });
}

const key = { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' };

const lists = [
  ...new Set(
    apiRoutes
      .flatMap((routes) => routes(harness.server.local).routes)
      .filter(({ method, path }) => method === 'GET' && !path.includes(':'))
      .map(({ path }) => path),
  ),
];

/** What could change a query, if it became a part of it. */
const HOSTILE = [
  "'",
  '"',
  "' OR '1'='1",
  "'; DROP TABLE users; --",
  'asc; DROP TABLE users',
  'id DESC, (SELECT value FROM settings)',
  '1) UNION SELECT * FROM settings --',
  '%',
  '_',
  '-1',
  '1e9',
  '9'.repeat(40),
  'NaN',
  '\u0000',
  '__proto__',
  'x'.repeat(4000),
];

const PARAMETERS = [
  'limit',
  'order',
  'before',
  'after',
  'search',
  'email',
  'organization_id',
  'user_id',
  'domain',
  'domains',
];

for (const path of lists) {
  test(`GET ${path} takes no SQL from its parameters`, async () => {
    for (const name of PARAMETERS) {
      for (const value of HOSTILE) {
        for (const spelled of [name, `${name}[]`]) {
          const query = new URLSearchParams({ [spelled]: value, limit: name === 'limit' ? value : '2' });
          const response = await sendRaw(harness, `${path}?${query}`, { headers: key });
          const text = await response.text();
          assert.ok(response.status < 500, `${query}: ${text}`);
          assert.doesNotMatch(text, /sqlite|no such column|encryption_key|form_key/i);
          const { data = [] } = JSON.parse(text || '{}');
          assert.ok(!Array.isArray(data) || data.length <= 100);
        }
      }
    }
  });
}

for (const search of ['%', '_', '*', '.*', "'", "' OR 1=1 --", '\\']) {
  test(`a search for ${search} finds only those who have it in their name`, async () => {
    const { id, adminId } = await createOrganization(harness);
    const token = await widgetToken(harness, id, adminId);
    const path = `/_widgets/UserManagement/members?${new URLSearchParams({ search })}`;
    const response = await sendRaw(harness, path, { headers: { Authorization: `Bearer ${token}` } });
    const { data } = (await response.json()) as { data: unknown[] };
    // Addresses of tests have a dash, and no other of these.
    assert.deepEqual(data, []);
  });

  test(`the inbox of ${search} shows no mail of others`, async () => {
    assert.deepEqual(await mailsTo(harness, search), []);
  });
}

for (const path of [
  '/assets/../package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/assets/....//package.json',
  '/assets//etc/passwd',
  '/assets/..\\..\\package.json',
  '/pictures/../../package.json',
  '/pictures/..%2f..%2fpackage.json',
  '/pictures/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '/pictures/user_x.svg%00.png',
  '/pictures/..\\..\\package.json',
  '//etc/passwd',
  '/./../../etc/passwd',
  '/.env',
  '/.git/config',
  '/workos.db',
  '/.local-workos/workos.db',
]) {
  test(`serves no file at ${path}`, async () => {
    const answer = await sendBytes(
      harness,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 (400|401|404) /);
    assert.doesNotMatch(answer, /root:|"dependencies"|SQLite format/);
  });
}

for (const [method, path] of [
  ['TRACE', '/organizations'],
  ['PATCH', '/organizations'],
  ['DELETE', '/organizations'],
  ['PUT', '/settings'],
  ['DELETE', '/people'],
  ['GET', '/_emulate/reset'],
  ['GET', '/user_management/authenticate'],
  ['PROPFIND', '/'],
  ['LINK', '/organizations'],
] as const) {
  test(`does nothing for ${method} ${path}`, async () => {
    const answer = await sendBytes(
      harness,
      `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_default\r\nCookie: secret=1\r\nConnection: close\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 4\d\d /);
    assert.doesNotMatch(answer, /secret=1/);
  });
}

for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
  test(`${header} makes no other method of a request`, async () => {
    const { id } = await createOrganization(harness);
    const response = await sendRaw(harness, `/organizations/${id}`, {
      headers: { ...key, [header]: 'DELETE' },
    });
    assert.equal(response.status, 200);
    assert.equal((await harness.workos.organizations.getOrganization(id)).id, id);
  });
}

for (const [what, body] of Object.entries({
  nothing: '',
  null: 'null',
  'a number': '7',
  'a text': '"name"',
  'a list': '[]',
  'a name that is a number': '{"name":7}',
  'a name that is a list': '{"name":["a"]}',
  'a name that is an object': '{"name":{"$gt":""}}',
  'an empty name': '{"name":""}',
  'a prototype with a name': '{"__proto__":{"name":"x"}}',
  'a constructor with a name': '{"constructor":{"prototype":{"name":"x"}}}',
  'half of an object': '{"name":"x"',
  'two objects': '{"name":"x"}{"name":"y"}',
  JavaScript: '{name:"x"}',
  'a comment': '{"name":"x"/**/}',
  'a form': 'name=x',
  XML: '<name>x</name>',
  'a name that ends in a backslash': '{"name":"x\\',
  'not a number': '{"name":NaN}',
})) {
  test(`creates no organization from ${what}`, async () => {
    const response = await post('/organizations', body);
    assert.ok([400, 422].includes(response.status), `${response.status} ${await response.text()}`);
  });
}

test('keys named like a prototype change no prototype', async () => {
  await post(
    '/organizations',
    '{"name":"Plain","metadata":{"__proto__":"x","constructor":"y"},"__proto__":{"polluted":1}}',
  );
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

for (const [what, type] of [
  ['a boundary that is missing', 'multipart/form-data'],
  ['a boundary that is empty', 'multipart/form-data; boundary='],
  ['a boundary that never comes', 'multipart/form-data; boundary=x'],
  ['a type that is no type', 'a;b;c'],
  ['another alphabet', 'application/x-www-form-urlencoded; charset=utf-16'],
] as const) {
  test(`answers a form with ${what}`, async () => {
    const response = await sendRaw(harness, '/faults', {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: '--y\r\nContent-Disposition: form-data; name="path"\r\n\r\n/x\r\n--y--',
    });
    assert.ok(response.status >= 400 && response.status < 500, String(response.status));
  });
}

for (const [what, head] of [
  ['a negative length', 'POST /organizations HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n'],
  ['two hosts', 'GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n'],
  ['a space in a header', 'GET /health HTTP/1.1\r\nHost : localhost\r\n\r\n'],
] as const) {
  test(`refuses ${what}, and goes on`, async () => {
    assert.match(await sendBytes(harness, head), /^HTTP\/1\.1 4\d\d /);
    assert.equal((await sendRaw(harness, '/health')).status, 200);
  });
}
