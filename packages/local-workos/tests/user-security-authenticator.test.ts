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

test('sets up an authenticator app with the secret in the QR code', async () => {
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
  // The widget expects a wrong code to be unsuccessful, not an error.
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

test('tolerates a phone’s clock that is one step off, but no more', async () => {
  // Advance to the start of a step, so that it does not end during the test.
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

test('limits an enrollment to its person and five attempts, until a newer one replaces it', async () => {
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

test('encrypts the secret at rest', async () => {
  const caller = await createCaller(harness);
  const secret = await enroll(harness, caller.elevated);
  const rows = db.all<Record<string, unknown>>('SELECT * FROM authentication_factors');
  assert.ok(!JSON.stringify(rows).includes(secret));
});

test('removes the authenticator app, and ignores a second removal', async () => {
  const caller = await createCaller(harness);
  await enroll(harness, caller.elevated);
  for (let times = 0; times < 2; times++) {
    const { status, data } = await deleteTotpFactors(caller.elevated);
    assert.deepEqual([status, data], [200, { success: true }]);
  }
  assert.equal((await methodsOf(caller.plain)).Mfa?.isSetUp, false);
  await enroll(harness, caller.elevated);
});

test('manages an authenticator app that the organization requires or the person has, even with MFA off', async () => {
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
