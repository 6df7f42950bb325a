import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTotpFactor,
  deleteTotpFactors,
  verifyTotpFactor,
} from '@workos-inc/widgets/experimental/api/fetch';
import { authorized, createOrganization, startHarness, widgetToken } from './harness.ts';
import {
  codeFor,
  createCaller,
  elevated,
  enroll,
  messageOf,
  methodsOf,
  setSettings,
  startEnrollment,
  wrong,
} from './security.ts';

const harness = await startHarness();
const { db } = harness.server.local;

test('sets up an authenticator app: the QR code says what the code is checked against', async () => {
  const caller = await createCaller(harness);
  const { totp, challengeId } = await startEnrollment(caller.elevated);
  assert.match(totp.qr_code, /^data:image\/png;base64,/);
  assert.equal(new URL(totp.uri).searchParams.get('secret'), totp.secret);
  assert.equal(totp.user, caller.email);
  assert.ok(decodeURIComponent(totp.uri).includes(caller.email));
  assert.equal((await methodsOf(caller.plain)).Mfa?.isSetUp, false);

  const code = codeFor(harness, totp.secret);
  const wrongCode = await verifyTotpFactor(
    { authenticationChallengeId: challengeId, code: wrong(code) },
    caller.elevated,
  );
  // So the widget knows it: not an error, but no success.
  assert.deepEqual([wrongCode.status, wrongCode.data], [200, { success: false }]);
  assert.equal((await methodsOf(caller.plain)).Mfa?.isSetUp, false);

  const right = await verifyTotpFactor({ authenticationChallengeId: challengeId, code }, caller.elevated);
  assert.deepEqual([right.status, right.data], [200, { success: true }]);
  assert.deepEqual((await methodsOf(caller.plain)).Mfa, { provider: 'MFA', isSetUp: true, lastUsed: null });

  for (const response of [
    await verifyTotpFactor({ authenticationChallengeId: challengeId, code }, caller.elevated),
    await createTotpFactor(caller.elevated),
  ]) {
    assert.equal(response.status, 400);
    assert.match(messageOf(response), /already/);
  }
});

test('a phone’s clock may be one step off, and no more', async () => {
  // To the beginning of a step, so that none ends while the test runs.
  harness.advance(31 - ((harness.server.local.db.now().getTime() / 1000) % 30));
  for (const [steps, success] of [
    [-2, false],
    [-1, true],
    [1, true],
    [2, false],
  ] as const) {
    const caller = await createCaller(harness);
    const { totp, challengeId } = await startEnrollment(caller.elevated);
    const { data } = await verifyTotpFactor(
      { authenticationChallengeId: challengeId, code: codeFor(harness, totp.secret, steps) },
      caller.elevated,
    );
    assert.deepEqual(data, { success }, `${steps} steps`);
  }
});

test('an enrollment takes five tries, is the person’s own, and gives way to a newer one', async () => {
  const caller = await createCaller(harness);
  const first = await startEnrollment(caller.elevated);
  const { totp, challengeId } = await startEnrollment(caller.elevated);
  const replaced = await verifyTotpFactor(
    { authenticationChallengeId: first.challengeId, code: codeFor(harness, first.totp.secret) },
    caller.elevated,
  );
  assert.match(messageOf(replaced), /replaced/);

  const body = { authenticationChallengeId: challengeId, code: codeFor(harness, totp.secret) };
  const other = await createCaller(harness);
  assert.equal((await verifyTotpFactor(body, other.elevated)).status, 400);
  for (let tries = 0; tries < 5; tries++) {
    const { data } = await verifyTotpFactor({ ...body, code: wrong(body.code) }, caller.elevated);
    assert.deepEqual(data, { success: false });
  }
  assert.match(messageOf(await verifyTotpFactor(body, caller.elevated)), /Too many attempts/);
  for (const bad of [{}, { ...body, code: 123456 }, { code: body.code }]) {
    assert.equal((await verifyTotpFactor(bad as typeof body, caller.elevated)).status, 400);
  }
  assert.equal((await methodsOf(caller.plain)).Mfa?.isSetUp, false);
});

test('the secret is encrypted at rest', async () => {
  const caller = await createCaller(harness);
  const secret = await enroll(harness, caller.elevated);
  const rows = db.all<Record<string, unknown>>('SELECT * FROM authentication_factors');
  assert.ok(!JSON.stringify(rows).includes(secret));
});

test('removes the authenticator app; once more is no error', async () => {
  const caller = await createCaller(harness);
  await enroll(harness, caller.elevated);
  for (let times = 0; times < 2; times++) {
    const { status, data } = await deleteTotpFactors(caller.elevated);
    assert.deepEqual([status, data], [200, { success: true }]);
  }
  assert.equal((await methodsOf(caller.plain)).Mfa?.isSetUp, false);
  await enroll(harness, caller.elevated);
});

test('where the environment has none, who needs one by the organization or has one still manages it', async () => {
  const own = await startHarness();
  const before = await createCaller(own);
  await enroll(own, before.elevated);
  const { id, adminId } = await createOrganization(own);
  const token = await widgetToken(own, id, adminId, []);
  const admin = { plain: authorized(own, token), elevated: elevated(own, token, adminId) };

  setSettings(own, { mfa: 'off' });
  assert.equal((await methodsOf(admin.plain)).Mfa, null);
  assert.match(messageOf(await createTotpFactor(admin.elevated)), /turned off/);

  await own.postForm(`/organizations/${id}/mfa`, { required: '1' });
  assert.equal((await methodsOf(admin.plain)).Mfa?.isSetUp, false);
  await enroll(own, admin.elevated);
  assert.equal((await methodsOf(admin.plain)).Mfa?.isSetUp, true);

  assert.equal((await methodsOf(before.plain)).Mfa?.isSetUp, true);
  assert.equal((await deleteTotpFactors(before.elevated)).status, 200);
  assert.equal((await methodsOf(before.plain)).Mfa, null);
});
