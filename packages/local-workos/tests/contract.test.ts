import assert from 'node:assert/strict';
import { test } from 'node:test';
import { members } from '@workos-inc/widgets/experimental/api/fetch';
import { ACME, authorized, KOFI, startHarness, widgetToken } from './harness.ts';
import { publicContract, widgetsContract } from './openapi.ts';

const harness = await startHarness();
const ORGANIZATION = {
  object: 'organization',
  id: ACME,
  name: 'Acme',
  domains: [],
  metadata: {},
  external_id: null,
  created_at: '2026-01-15T12:00:00.000Z',
  updated_at: '2026-01-15T12:00:00.000Z',
};

test('the contract accepts a valid body and reports an invalid one', () => {
  const operation = 'GET /organizations/{id}';
  assert.deepEqual(publicContract.problems(operation, 200, ORGANIZATION), []);
  const { name: _, ...nameless } = ORGANIZATION;
  assert.match(
    publicContract.problems(operation, 200, nameless).join(),
    /must have required property 'name'/,
  );
  assert.match(
    publicContract.problems(operation, 200, { ...ORGANIZATION, id: 1 }).join(),
    /\/id must be string/,
  );
  assert.match(publicContract.problems(operation, 200, undefined).join(), /the body is not JSON/);
  assert.match(
    publicContract.problems(operation, 418, { message: 'Teapot' }).join(),
    /does not document status 418/,
  );
  assert.deepEqual(publicContract.problems(operation, 401, { message: 'Unauthorized' }), []);
  assert.notDeepEqual(publicContract.problems(operation, 401, { error: 'Unauthorized' }), []);
});

test('matches a request with the most specific operation', () => {
  assert.equal(
    publicContract.operationOf('GET', '/organizations/external_id/hooli'),
    'GET /organizations/external_id/{external_id}',
  );
  assert.equal(publicContract.operationOf('GET', '/organizations/org_1'), 'GET /organizations/{id}');
  assert.equal(publicContract.operationOf('PATCH', '/organizations/org_1'), undefined);
  assert.ok(widgetsContract.operations.includes('GET /_widgets/UserManagement/members'));
});

test('checks every response of a client against the contract', async () => {
  const token = await widgetToken(harness, ACME, KOFI);
  harness.server.local.faultHooks.add({ path: `/organizations/${ACME}`, status: 200, body: { id: ACME } });
  harness.server.local.faultHooks.add({ path: '/_widgets/*', status: 200, body: { data: [] } });
  await assert.rejects(harness.workos.organizations.getOrganization(ACME), {
    message: /AssertionError[\s\S]*must have required property 'name'/,
  });
  await assert.rejects(members({}, authorized(harness, token)), {
    name: 'AssertionError',
    message: /must have required property 'list_metadata'/,
  });
});

test('rejects a call of the generated client without a server', async () => {
  await assert.rejects(members({}), /with authorized/);
});
