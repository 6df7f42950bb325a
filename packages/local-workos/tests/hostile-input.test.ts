import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FaultHooks } from '../src/http/fault-hooks.ts';
import { redeemTotpCode } from '../src/mfa/totp.ts';
import { createMember, createOrganization, startHarness, widgetToken } from './harness.ts';

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
