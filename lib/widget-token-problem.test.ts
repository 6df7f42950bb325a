import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Session } from './session.ts';
import { answerAsWorkOS } from './test-workos.ts';
import { widgetEntry } from './widgets.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const { explain, refusal } = await import('./widget-token-problem.ts');

const SESSION: Session = {
  id: 'session_1',
  user: { id: 'user_1', email: 'ada@example.com', emailVerified: true, name: 'Ada', pictureUrl: null },
  organizationId: 'org_1',
  role: 'admin',
  permissions: ['widgets:users-table:manage'],
  impersonator: undefined,
};

const USERS = widgetEntry('users-table');
const MISSING = { reason: 'missing-permission', permission: 'widgets:users-table:manage' };

/** The SDK's error for a status. */
const failed = (status: number) => Object.assign(new Error('No.'), { status });

for (const [status, problem] of [
  [400, { reason: 'misconfigured' }],
  [401, { reason: 'misconfigured' }],
  [403, { reason: 'misconfigured' }],
  [404, { reason: 'no-organization' }],
  [408, { reason: 'unavailable' }],
  [429, { reason: 'rate-limited' }],
  [500, { reason: 'unavailable' }],
] as const) {
  test(`explains ${status} as ${problem.reason}`, async () => {
    assert.deepEqual(await explain(failed(status), USERS, SESSION), problem);
  });
}

test('explains an error without a status as unavailable', async () => {
  assert.deepEqual(await explain(new TypeError('fetch failed'), USERS, SESSION), { reason: 'unavailable' });
  assert.deepEqual(await explain('no error', USERS, SESSION), { reason: 'unavailable' });
});

test('explains 422 by checking whether the person is still a member', async () => {
  for (const [data, problem] of [
    [[{ id: 'om_1', role: {} }], MISSING],
    [[], { reason: 'no-organization' }],
  ] as const) {
    const body = { object: 'list', data, list_metadata: {} };
    workos.answer({ 'GET /user_management/organization_memberships': () => [200, body] });
    assert.deepEqual(await explain(failed(422), USERS, SESSION), problem);
  }
});

test('refuses only what the session cannot have', () => {
  assert.equal(refusal(USERS, SESSION), undefined);
  assert.deepEqual(refusal(USERS, { ...SESSION, permissions: [] }), MISSING);
  assert.deepEqual(refusal(USERS, { ...SESSION, organizationId: undefined }), { reason: 'no-organization' });
  const profile = widgetEntry('user-profile');
  assert.equal(refusal(profile, { ...SESSION, organizationId: undefined, permissions: [] }), undefined);
});

test('refuses personal widgets to impersonators', () => {
  const impersonated = { ...SESSION, impersonator: { email: 'support@example.com', reason: null } };
  assert.deepEqual(refusal(widgetEntry('user-security'), impersonated), { reason: 'impersonating' });
  assert.equal(refusal(USERS, impersonated), undefined);
});

test('names every permission that would be enough', () => {
  assert.deepEqual(refusal(widgetEntry('user-api-keys'), { ...SESSION, permissions: [] }), {
    reason: 'missing-permission',
    permission: 'widgets:user-api-keys:manage-self or widgets:user-api-keys:manage-all',
  });
});
