import assert from 'node:assert/strict';
import { test } from 'node:test';
import { servedOperations } from '../scripts/served-operations.ts';
import { API_KEY } from '../src/http/options.ts';
import { answer, sendRaw, startHarness } from './harness.ts';
import { publicContract } from './openapi.ts';

const harness = await startHarness();
const isServed = await servedOperations();

/** Operations that identify their caller in another way: a client ID, a code, or a session. */
const WITHOUT_KEY = new Set([
  'POST /user_management/authenticate',
  'GET /user_management/authorize',
  'GET /user_management/sessions/logout',
  'POST /user_management/authorize/device',
  'GET /sso/jwks/{clientId}',
  'GET /sso/authorize',
  'POST /sso/token',
  'GET /sso/profile',
  'GET /sso/logout',
]);

test('answers every served operation with 401 without a valid API key', async () => {
  const operations = publicContract.operations.filter((each) => !WITHOUT_KEY.has(each));
  assert.ok(operations.length > 100);
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ');
    for (const authorization of [undefined, 'Bearer sk_test_wrong', `Basic ${API_KEY}`]) {
      const response = await sendRaw(harness, path.replace(/\{[^}]+\}/g, 'x'), {
        method,
        headers: authorization === undefined ? {} : { Authorization: authorization },
      });
      const { status, body } = await answer(response);
      const expected = isServed({ method, path, group: '', summary: '' }) ? 401 : 404;
      assert.equal(status, expected, `${operation} with ${authorization}`);
      if (status === 401) assert.deepEqual(body, { message: 'Unauthorized' });
      else assert.match(JSON.stringify(body), /Local WorkOS has no/);
    }
  }
});

test('answers a defect with 500, and logs it', async (t) => {
  const own = await startHarness();
  const log = t.mock.method(console, 'error', () => {});
  // Drop the seed's copy first, or it would replace the main table.
  for (const schema of ['snapshot', 'main']) own.server.local.db.run(`DROP TABLE ${schema}.invitations`);
  const response = await sendRaw(own, '/user_management/invitations', {
    headers: { Authorization: `Bearer ${API_KEY}` },
  });
  assert.deepEqual(await answer(response), {
    status: 500,
    body: { code: 'server_error', message: 'Local WorkOS failed. See its terminal.' },
  });
  assert.match(String(log.mock.calls[0]?.arguments[0]), /no such table: invitations/);
});

test('answers unknown paths with 404, given a key', async () => {
  assert.deepEqual(await answer(await harness.get('/user_management/nothing')), {
    status: 404,
    body: { code: 'not_found', message: 'Local WorkOS has no GET /user_management/nothing.' },
  });
});
