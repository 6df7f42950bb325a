import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { answerAsWorkOS } from './test-workos.ts';

const api = await answerAsWorkOS();
after(() => api.close());
const { workos } = await import('./workos.ts');

test('uses one client for the app, with its client ID', () => {
  assert.equal(workos(), workos());
  assert.equal(workos().options.clientId, 'client_unit');
});

test('asks WorkOS once: a person does not wait for a retry', async () => {
  api.answer({ 'GET /organizations/org_1': () => [500, { message: 'No.' }] });
  await assert.rejects(workos().organizations.getOrganization('org_1'), { status: 500 });
  assert.equal(api.sent().length, 1);
});

test('takes a web page for a failure, whatever its status', async () => {
  api.answer({
    'POST /user_management/sessions/revoke': () => [200, '<title>Welcome to the network</title>'],
  });
  await assert.rejects(workos().userManagement.revokeSession({ sessionId: 'session_1' }), /web page/);
});
