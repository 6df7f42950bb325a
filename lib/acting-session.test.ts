import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startPageRequest } from './test-next.ts';
import { accessToken, answerAsWorkOS } from './test-workos.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const { actingPerson, actingSession } = await import('./acting-session.ts');

const ADA_IN_ACME = { userId: 'user_ada', organizationId: 'org_1' };

beforeEach(async () => {
  const acme = { id: 'org_1', name: 'Acme', domains: [], metadata: {} };
  workos.answer({ 'GET /organizations/org_1': () => [200, acme] });
  await startPageRequest(await accessToken());
});

test('acts in the session that the page was rendered for', async () => {
  const { session, problem } = await actingSession(ADA_IN_ACME);
  assert.equal(session?.id, 'session_1');
  assert.equal(problem, undefined);
});

test('acts without an organization in a session without one', async () => {
  await startPageRequest(await accessToken({ org_id: undefined }));
  const { session } = await actingSession({ userId: 'user_ada', organizationId: undefined });
  assert.equal(session?.id, 'session_1');
});

for (const organizationId of ['org_2', undefined]) {
  test(`does not act for a page of ${organizationId ?? 'no organization'} after a switch`, async () => {
    assert.deepEqual(await actingSession({ userId: 'user_ada', organizationId }), {
      problem: { reason: 'switched', samePerson: true, now: 'Acme' },
    });
  });
}

test('names no organization when the session has none', async () => {
  await startPageRequest(await accessToken({ org_id: undefined }));
  assert.deepEqual(await actingSession(ADA_IN_ACME), {
    problem: { reason: 'switched', samePerson: true, now: 'no organization' },
  });
});

test('does not act for a page of another person, and names the organization to nobody', async () => {
  const problem = { reason: 'switched', samePerson: false, now: 'ada@example.com' };
  assert.deepEqual(await actingSession({ ...ADA_IN_ACME, userId: 'user_bob' }), { problem });
  assert.deepEqual(await actingPerson({ userId: 'user_bob' }), { problem });
  assert.deepEqual(workos.sent(), []);
});

test('acts for a person in whichever organization', async () => {
  assert.equal((await actingPerson({ userId: 'user_ada' })).session?.organizationId, 'org_1');
});

test('tells a session that has ended from one that cannot be read now', async () => {
  await startPageRequest();
  assert.deepEqual(await actingSession(ADA_IN_ACME), { problem: { reason: 'signed-out' } });
  await startPageRequest(undefined, { headers: { 'x-session-problem': 'unavailable' } });
  assert.deepEqual(await actingSession(ADA_IN_ACME), { problem: { reason: 'unavailable' } });
});

for (const viewer of [{}, { userId: 1 }, { userId: 'user_ada', organizationId: 1 }] as never[]) {
  test(`rejects ${JSON.stringify(viewer)} for a viewer`, () =>
    assert.rejects(actingSession(viewer), { name: 'ZodError' }));
}

test('rejects a person without an ID', () => assert.rejects(actingPerson({} as never), { name: 'ZodError' }));
