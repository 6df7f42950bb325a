import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import { setCookies, startRequest } from './test-next.ts';
import { answerAsWorkOS } from './test-workos.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const { endSession } = await import('./end-session.ts');

const REVOKE = 'POST /user_management/sessions/revoke';
const SIGNED_IN = { cookie: 'wos-session=sealed; theme=dark; wos-auth-verifier-1a2b3c4d=sealed' };

beforeEach(() => {
  delete process.env.WORKOS_COOKIE_DOMAIN;
  process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI = 'https://app.example/callback';
  workos.answer({ [REVOKE]: () => [200, {}] });
  startRequest(SIGNED_IN);
});

test('ends the session at WorkOS', async () => {
  assert.equal(await endSession('session_1'), true);
  assert.deepEqual(
    workos.sent().map(({ path, body }) => [path, body]),
    [['/user_management/sessions/revoke', { session_id: 'session_1' }]],
  );
});

test('deletes the session and the unfinished sign-ins, and keeps other cookies', async () => {
  await endSession('session_1');
  const deleted = setCookies();
  assert.deepEqual(
    deleted.map((cookie) => cookie.split('=')[0]),
    ['wos-session', 'wos-auth-verifier-1a2b3c4d'],
  );
  for (const cookie of deleted) {
    assert.match(cookie, /^[\w-]+=; Path=\/; Expires=Thu, 01 Jan 1970/);
    assert.doesNotMatch(cookie, /Domain/);
  }
});

test('deletes cookies of the configured domain', async () => {
  process.env.WORKOS_COOKIE_DOMAIN = 'app.example';
  await endSession('session_1');
  assert.equal(setCookies().length, 2);
  for (const cookie of setCookies()) assert.match(cookie, /; Domain=app\.example/);
});

for (const status of [400, 404, 422]) {
  test(`counts a session that WorkOS rejects with ${status} as ended`, async () => {
    workos.answer({ [REVOKE]: () => [status, { message: 'No.' }] });
    assert.equal(await endSession('session_1'), true);
  });
}

for (const status of [401, 429, 500]) {
  test(`signs the browser out and logs it when WorkOS answers ${status}`, async () => {
    const log = mock.method(console, 'error', () => {});
    workos.answer({ [REVOKE]: () => [status, { message: 'No.' }] });
    assert.equal(await endSession('session_1'), false);
    assert.equal(setCookies().length, 2);
    assert.equal(log.mock.callCount(), 1);
    assert.equal(typeof log.mock.calls[0]?.arguments[1], 'string');
    log.mock.restore();
  });
}

test('cannot end a session whose ID is unknown', async () => {
  assert.equal(await endSession(undefined), false);
  assert.deepEqual(workos.sent(), []);
  assert.equal(setCookies().length, 2);
});

test('has nothing to end without a session cookie', async () => {
  startRequest({ cookie: 'theme=dark' });
  assert.equal(await endSession(undefined), true);
  assert.deepEqual(setCookies(), []);
});
