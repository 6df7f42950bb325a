import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPassword, sendVerification, verify } from '@workos-inc/widgets/experimental/api/fetch';
import { authorized, startHarness } from './harness.ts';
import { createCaller, mailedCode, messageOf, wrong } from './security.ts';

const harness = await startHarness();
const { db } = harness.server.local;

test('grants elevated access for the emailed code, once', async () => {
  const caller = await createCaller(harness);
  const sent = await sendVerification(caller.plain);
  assert.ok('authenticationChallenge' in sent.data);
  assert.equal(sent.data.type, 'EmailVerification');
  const authenticationChallengeId = sent.data.authenticationChallenge;
  const code = mailedCode(harness, caller.email);

  for (const body of [
    { code: wrong(code), authenticationChallengeId },
    { code, authenticationChallengeId: 'code_1' },
  ]) {
    const refused = await verify(body, caller.plain);
    // The widget shows its own message for this error.
    assert.deepEqual([refused.status, refused.data], [400, { message: 'Bad Request' }]);
  }
  const verified = await verify({ code, authenticationChallengeId }, caller.plain);
  assert.equal(verified.status, 200);
  assert.ok('elevatedAccessToken' in verified.data);
  const { elevatedAccessToken, expiresAt } = verified.data;
  assert.ok(Math.abs(Date.parse(expiresAt) - db.now().getTime() - 600_000) < 5000);
  const options = authorized(harness, caller.token, { 'x-elevated-access-token': elevatedAccessToken });
  assert.equal((await createPassword({ password: 'seven-lemons-sang' }, options)).status, 201);

  const again = await verify({ code, authenticationChallengeId }, caller.plain);
  assert.match(messageOf(again), /has already been used/);
});

test('limits a code to ten minutes and five attempts, until a newer one replaces it', async () => {
  const caller = await createCaller(harness);
  const send = async () => {
    const { data } = await sendVerification(caller.plain);
    assert.ok('authenticationChallenge' in data);
    return {
      code: mailedCode(harness, caller.email),
      authenticationChallengeId: data.authenticationChallenge,
    };
  };
  const first = await send();
  const second = await send();
  assert.equal((await verify(first, caller.plain)).status, 400);
  for (let tries = 0; tries < 5; tries++) {
    assert.equal((await verify({ ...second, code: wrong(second.code) }, caller.plain)).status, 400);
  }
  assert.match(messageOf(await verify(second, caller.plain)), /Too many attempts/);
  const third = await send();
  harness.advance(600);
  assert.match(messageOf(await verify(third, caller.plain)), /expired/);
  const other = await createCaller(harness);
  const fourth = await send();
  assert.equal((await verify(fourth, other.plain)).status, 400);
  assert.equal((await verify(fourth, caller.plain)).status, 200);
});

test('verifies the person’s email address with the identity check', async () => {
  const user = await harness.workos.userManagement.createUser({ email: 'unverified@example.com' });
  const response = await harness.post('/widgets/token', { user_id: user.id });
  const options = authorized(harness, ((await response.json()) as { token: string }).token);
  const { data } = await sendVerification(options);
  assert.ok('authenticationChallenge' in data);
  await verify(
    { code: mailedCode(harness, user.email), authenticationChallengeId: data.authenticationChallenge },
    options,
  );
  assert.equal((await harness.workos.userManagement.getUser(user.id)).emailVerified, true);
});
