import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMember, MARCELINA, startHarness } from './harness.ts';
import { refreshSession, SESSION_ENDED, signInTimes } from './signed-in.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

test('the public API lists the same sessions, page by page', async () => {
  const { id } = await createMember(harness);
  const signedIn = await signInTimes(harness, id, 3);
  const first = await userManagement.listSessions(id, { limit: 2, order: 'asc' });
  assert.deepEqual(
    first.data.map((session) => session.id),
    signedIn.slice(0, 2).map((session) => session.id),
  );
  const second = await userManagement.listSessions(id, {
    limit: 2,
    order: 'asc',
    after: first.listMetadata.after,
  });
  assert.deepEqual(
    second.data.map((session) => session.id),
    [signedIn[2]?.id],
  );
  const [session] = first.data;
  assert.deepEqual(
    [session?.userId, session?.authMethod, session?.status, session?.endedAt, session?.ipAddress],
    [id, 'password', 'active', null, '127.0.0.1'],
  );
  const seeded = await userManagement.listSessions(MARCELINA);
  assert.deepEqual(seeded.data.map(({ authMethod }) => authMethod).toSorted(), [
    'magic_code',
    'oauth',
    'passkey',
    'password',
    'sso',
  ]);
  await assert.rejects(userManagement.listSessions('user_none'), { status: 404 });
  await assert.rejects(userManagement.listSessions(id, { limit: 0 }), { status: 422 });
});

test('the public API revokes a session', async () => {
  const { id } = await createMember(harness);
  const signedIn = await signInTimes(harness, id, 2);
  const [ended, kept] = signedIn;
  assert.ok(ended && kept);
  await userManagement.revokeSession({ sessionId: ended.id });
  await assert.rejects(refreshSession(harness, ended.refreshToken), SESSION_ENDED);
  const { data } = await userManagement.listSessions(id);
  assert.deepEqual(
    data.map((session) => session.id),
    [kept.id],
  );
  await assert.rejects(userManagement.revokeSession({ sessionId: ended.id }), { status: 400 });
  await assert.rejects(userManagement.revokeSession({ sessionId: 'session_none' }), { status: 400 });
  assert.equal((await harness.post('/user_management/sessions/revoke', {})).status, 422);
  assert.equal(
    (await harness.post('/user_management/sessions/revoke', { session_id: kept.id }, 'sk_wrong')).status,
    401,
  );
});
