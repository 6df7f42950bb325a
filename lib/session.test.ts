import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startPageRequest } from './test-next.ts';
import { ADA, accessToken, answerAsWorkOS } from './test-workos.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const { getAccessToken, getSession, requireSession } = await import('./session.ts');

test('describes the person, the organization and what the role allows', async () => {
  await startPageRequest(await accessToken({ role: 'admin', permissions: ['widgets:users-table:manage'] }));
  assert.deepEqual(await getSession(), {
    id: 'session_1',
    user: {
      id: 'user_ada',
      email: 'ada@example.com',
      emailVerified: true,
      name: 'Ada Lovelace',
      pictureUrl: 'https://images.example/ada.png',
    },
    organizationId: 'org_1',
    role: 'admin',
    permissions: ['widgets:users-table:manage'],
    impersonator: undefined,
  });
});

test('grants no permission that the token does not name', async () => {
  await startPageRequest(await accessToken());
  assert.deepEqual((await getSession())?.permissions, []);
});

test('says who impersonates the person', async () => {
  const impersonator = { email: 'support@example.com', reason: 'A ticket' };
  await startPageRequest(await accessToken(), { impersonator });
  assert.deepEqual((await getSession())?.impersonator, impersonator);
});

for (const [firstName, lastName, name] of [
  ['Ada', null, 'Ada'],
  [null, 'Lovelace', 'Lovelace'],
  [null, null, 'ada@example.com'],
  ['', '', 'ada@example.com'],
] as const) {
  test(`calls a person with the names ${JSON.stringify([firstName, lastName])} ${name}`, async () => {
    await startPageRequest(await accessToken(), { user: { ...ADA, firstName, lastName } });
    assert.equal((await getSession())?.user.name, name);
  });
}

test('sends a visitor without a session to sign in', async () => {
  await startPageRequest();
  assert.equal(await getSession(), undefined);
  await assert.rejects(requireSession(), { digest: /^NEXT_REDIRECT;\w+;\/sign-in;/ });
});

test('does not sign out a person whose session cannot be read now', async () => {
  await startPageRequest(undefined, { headers: { 'x-session-problem': 'unavailable' } });
  await assert.rejects(requireSession(), /cannot be read: unavailable/);
});

test('requires no sign-in of a person who has a session', async () => {
  await startPageRequest(await accessToken());
  assert.equal((await requireSession()).id, 'session_1');
});

test('hands out the access token of the session', async () => {
  const token = await accessToken();
  await startPageRequest(token);
  assert.equal(await getAccessToken(), token);
  await startPageRequest();
  assert.equal(await getAccessToken(), undefined);
});
