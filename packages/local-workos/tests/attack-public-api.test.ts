import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { apiRoutes } from '../src/routes.ts';
import { signInAs } from './browser.ts';
import { ACME, createOrganization, KOFI, sendRaw, startHarness, widgetToken } from './harness.ts';

const harness = await startHarness();
const key = { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' };

const operations = [
  ...new Set(
    apiRoutes
      .flatMap((routes) => routes(harness.server.local).routes)
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
  ),
].map((operation) => {
  const [method = '', path = ''] = operation.split(' ');
  return { operation, method, path };
});

/** What is not an API key, and what somebody could have who is no program of ours. */
let notKeys: Record<string, string> = {};

before(async () => {
  const { id, adminId } = await createOrganization(harness);
  const { accessToken, refreshToken } = await signInAs(harness, adminId, id);
  const { value } = await harness.workos.apiKeys.createOrganizationApiKey({
    organizationId: id,
    name: 'Key',
  });
  notKeys = {
    nothing: '',
    'an empty key': 'Bearer ',
    'another key': 'Bearer sk_test_other',
    'the beginning of the key': 'Bearer sk_test_defaul',
    'more than the key': 'Bearer sk_test_default2',
    'the key in capitals': 'Bearer SK_TEST_DEFAULT',
    'the key without Bearer': 'sk_test_default',
    'the key as a password': `Basic ${Buffer.from('sk_test_default:').toString('base64')}`,
    'the client ID': 'Bearer client_local',
    'an access token': `Bearer ${accessToken}`,
    'a refresh token': `Bearer ${refreshToken}`,
    'a widget token': `Bearer ${await widgetToken(harness, id, adminId)}`,
    'an API key of an organization': `Bearer ${value}`,
  };
});

const HOSTILE_IDS = [
  "' OR '1'='1",
  "'; DROP TABLE users; --",
  '" OR ""="',
  '1 UNION SELECT * FROM settings',
  '%',
  '_',
  '*',
  '?',
  '../../etc/passwd',
  '....//....//etc/passwd',
  '\u0000',
  'org_\u0000',
  '\r\nSet-Cookie: a=b',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  '0',
  '-1',
  '[object Object]',
  '<script>alert(1)</script>',
  '\u202e\ud83d\ude00',
  'x'.repeat(4000),
];

/** Puts one ID into every place of a path. */
const filled = (path: string, id: string) => path.replace(/:\w+(\{[^}]*\})?/g, encodeURIComponent(id));

const send = (method: string, path: string, headers: Record<string, string>) =>
  sendRaw(harness, path, { method, headers, ...(method === 'GET' ? {} : { body: '{}' }) });

for (const { operation, method, path } of operations) {
  test(`${operation} requires an API key`, async () => {
    for (const [what, Authorization] of Object.entries(notKeys)) {
      const { status } = await send(method, filled(path, ACME), {
        'Content-Type': 'application/json',
        ...(Authorization ? { Authorization } : {}),
      });
      assert.equal(status, 401, what);
    }
  });

  if (path.includes(':')) {
    test(`${operation} finds nothing under a hostile ID`, async () => {
      for (const id of HOSTILE_IDS) {
        const response = await send(method, filled(path, id), key);
        const text = await response.text();
        assert.ok(response.status >= 400 && response.status < 500, `${id}: ${response.status} ${text}`);
        assert.doesNotMatch(text, /sqlite|syntax error|no such column|\.ts:\d/i);
      }
    });
  }
}

test('the API has operations to attack', () => {
  assert.ok(operations.length > 80, String(operations.length));
});

test('nothing that was attacked is gone', async () => {
  const { organizations, userManagement } = harness.workos;
  assert.equal((await organizations.getOrganization(ACME)).id, ACME);
  assert.equal((await userManagement.getUser(KOFI)).id, KOFI);
});
