import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  authenticationInformation,
  createPassword,
  createTotpFactor,
  deletePasskey,
  deleteTotpFactors,
  registerPasskey,
  sendVerification,
  updatePassword,
  verify,
  verifyPasskey,
  verifyTotpFactor,
} from '@workos-inc/widgets/experimental/api/fetch';
import { grantElevatedAccess } from '../src/http/elevated-access.ts';
import { findUser } from '../src/store/users.ts';
import { signInAs } from './browser.ts';
import {
  ACME,
  authorized,
  type CallOptions,
  createMember,
  createOrganization,
  MARCELINA,
  startHarness,
  widgetToken,
} from './harness.ts';
import { createCaller, elevated, enroll, messageOf, methodsOf, PASSWORD, setSettings } from './security.ts';

const harness = await startHarness();
const { db } = harness.server.local;

test('shows people which methods they have set up, with any token of theirs', async () => {
  const caller = await createCaller(harness);
  assert.deepEqual(await methodsOf(caller.plain), {
    Password: { provider: 'Password', isSetUp: false, lastUsed: null, isCurrentSession: false },
    Mfa: { provider: 'MFA', isSetUp: false, lastUsed: null },
    Passkey: { provider: 'Passkey', isSetUp: false, lastUsed: null, passKeys: [], isCurrentSession: false },
  });
  const organization = await createOrganization(harness);
  const widget = await widgetToken(harness, organization.id, organization.adminId, []);
  assert.equal((await methodsOf(authorized(harness, widget))).Password?.isSetUp, false);
});

test('marks the current method, and shows when each was last used', async () => {
  const { accessToken } = await signInAs(harness, MARCELINA, ACME);
  const { Password, Passkey } = await methodsOf(authorized(harness, accessToken));
  assert.equal(Password?.isSetUp, true);
  assert.equal(Password?.isCurrentSession, true);
  assert.ok(Math.abs(Date.parse(Password?.lastUsed ?? '') - db.now().getTime()) < 5000);
  assert.equal(Passkey?.isCurrentSession, false);
});

test('returns the password policy, and omits methods that are turned off', async () => {
  const caller = await createCaller(harness);
  const off = { passwords: false, mfa: 'off', passkeys: false };
  setSettings(harness, {
    ...off,
    passwordPolicy: { minimumLength: 14, minimumStrength: 2, requireNumber: true, rejectBreached: true },
  });
  const { data } = await authenticationInformation(caller.plain);
  const { data: more } = await createPassword({ password: 'seven-lemons-sang' }, caller.elevated);
  const totp = await createTotpFactor(caller.elevated);
  const passkey = await registerPasskey(caller.elevated);
  const update = await updatePassword({ currentPassword: '', newPassword: 'x' }, caller.plain);
  setSettings(harness);
  assert.deepEqual(data, {
    data: {
      verificationMethods: { Password: null, Mfa: null, Passkey: null },
      passwordSettings: {
        isPasswordNumberRequired: true,
        isPasswordPwnedRequired: true,
        isPasswordSymbolRequired: false,
        isPasswordUppercaseRequired: false,
        passwordMinimumLength: 14,
        passwordMinimumStrength: 2,
      },
    },
  });
  for (const refusal of [{ data: more }, totp, passkey, update])
    assert.match(messageOf(refusal), /turned off/);
});

test('requires a token of a person for each operation', async () => {
  const nobody = authorized(harness, undefined);
  const organization = await createOrganization(harness);
  const machine = authorized(harness, await widgetToken(harness, organization.id));
  const expired = await createCaller(harness);
  for (const call of everyOperation()) {
    for (const [options, message] of [
      [nobody, /token is required/],
      [authorized(harness, 'made.up.token'), /invalid or has expired/],
      [machine, /not for a user/],
    ] as const) {
      const response = await call(options);
      assert.equal(response.status, 403);
      assert.match(messageOf(response), message);
    }
  }
  harness.advance(3601);
  for (const call of everyOperation()) assert.equal((await call(expired.plain)).status, 403);
});

test('requires the person’s own elevated access, which lasts ten minutes, for sensitive operations', async (t) => {
  harness.stopClock(t);
  const caller = await createCaller(harness);
  const other = await createCaller(harness);
  const { elevatedAccessToken } = grantElevatedAccess(db, other.id);
  const borrowed = { 'x-elevated-access-token': elevatedAccessToken };
  for (const call of sensitiveOperations()) {
    for (const options of [
      caller.plain,
      authorized(harness, caller.token, { 'x-elevated-access-token': 'made-up' }),
      authorized(harness, caller.token, borrowed),
    ]) {
      const response = await call(options);
      assert.equal(response.status, 403);
      assert.match(messageOf(response), /Elevated access is required/);
    }
  }
  assert.equal((await createTotpFactor(caller.elevated)).status, 201);
  harness.advance(599);
  assert.equal((await createTotpFactor(caller.elevated)).status, 201);
  harness.advance(1);
  for (const call of sensitiveOperations()) assert.equal((await call(caller.elevated)).status, 403);
  assert.equal((await methodsOf(caller.plain)).Mfa?.isSetUp, false);
});

test("hides a person's methods from other members", async () => {
  const organization = await createOrganization(harness);
  const member = await createMember(harness, organization.id);
  const mine = elevated(
    harness,
    await widgetToken(harness, organization.id, organization.adminId, []),
    organization.adminId,
  );
  await enroll(harness, mine);
  const theirs = authorized(harness, await widgetToken(harness, organization.id, member.id, []));
  assert.equal((await methodsOf(mine)).Mfa?.isSetUp, true);
  assert.equal((await methodsOf(theirs)).Mfa?.isSetUp, false);
  assert.equal(findUser(db, member.id)?.password_hash, null);
});

function sensitiveOperations(): ((options: CallOptions) => Promise<{ status: number; data: object }>)[] {
  return [
    (options) => createPassword({ password: 'seven-lemons-sang' }, options),
    (options) => createTotpFactor(options),
    (options) => verifyTotpFactor({ code: '123456', authenticationChallengeId: 'x' }, options),
    (options) => deleteTotpFactors(options),
    (options) => registerPasskey(options),
    (options) => verifyPasskey({ challengeId: 'x', response: {} }, options),
    (options) => deletePasskey('passkey_x', options),
  ];
}

function everyOperation(): ((options: CallOptions) => Promise<{ status: number; data: object }>)[] {
  return [
    ...sensitiveOperations(),
    (options) => authenticationInformation(options),
    (options) => updatePassword({ currentPassword: PASSWORD, newPassword: 'seven-lemons-sang' }, options),
    (options) => sendVerification(options),
    (options) => verify({ code: '123456', authenticationChallengeId: 'x' }, options),
  ];
}
