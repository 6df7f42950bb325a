import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT_ID } from '../src/http/options.ts';
import { answer, createMember, startHarness } from './harness.ts';
import {
  codeFor,
  createCaller,
  enroll,
  mailedCode,
  PASSWORD,
  setSettings,
  signInWithPassword,
  wrong,
} from './security.ts';

const harness = await startHarness();
const { multiFactorAuth, userManagement } = harness.workos;
const PHONE = '+15005550006';

interface Factor {
  id: string;
  totp: { secret: string; uri: string; qr_code: string };
}

interface Challenge {
  id: string;
  code?: string;
  expires_at?: string;
}

async function post<Body>(path: string, body: unknown): Promise<Body> {
  const response = await harness.post(path, body);
  assert.equal(response.status, 201, await response.clone().text());
  return (await response.json()) as Body;
}

function challenge(factor: { id: string }, body: unknown = {}): Promise<Challenge> {
  return post(`/auth/factors/${factor.id}/challenge`, body);
}

function verify({ id }: { id: string }, code: string): Promise<{ valid: boolean; challenge: Challenge }> {
  return post(`/auth/challenges/${id}/verify`, { code });
}

function enrollTotp(): Promise<Factor> {
  return post('/auth/factors/enroll', {
    type: 'totp',
    totp_issuer: 'Foo Corp',
    totp_user: 'alan@example.com',
  });
}

function authenticate(body: Record<string, unknown>) {
  return harness.post('/user_management/authenticate', {
    client_id: CLIENT_ID,
    client_secret: 'sk_test_default',
    ...body,
  });
}

test('enrolls a person in an authenticator app, and lists it without the secret', async () => {
  const user = await createMember(harness);
  const { authenticationFactor, authenticationChallenge } = await multiFactorAuth.createUserAuthFactor({
    userId: user.id,
    type: 'totp',
    totpIssuer: 'Foo Corp',
    totpUser: 'alan@example.com',
  });
  assert.equal(authenticationFactor.totp.issuer, 'Foo Corp');
  const uri = new URL(authenticationFactor.totp.uri);
  assert.equal(uri.searchParams.get('secret'), authenticationFactor.totp.secret);
  assert.equal(uri.searchParams.get('issuer'), 'Foo Corp');
  const code = codeFor(harness, authenticationFactor.totp.secret);
  assert.equal((await verify(authenticationChallenge, code)).valid, true);

  const { data } = await multiFactorAuth.listUserAuthFactors({ userId: user.id });
  assert.deepEqual(
    data.map(({ id }) => id),
    [authenticationFactor.id],
  );
  assert.ok(!JSON.stringify(data).includes(authenticationFactor.totp.secret));
});

test('accepts an existing secret', async () => {
  const user = await createMember(harness);
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const path = `/user_management/users/${user.id}/auth_factors`;
  const enrolled = await post<{ authentication_factor: Factor; authentication_challenge: Challenge }>(path, {
    type: 'totp',
    totp_secret: secret,
  });
  assert.equal(enrolled.authentication_factor.totp.secret, secret);
  assert.equal((await verify(enrolled.authentication_challenge, codeFor(harness, secret))).valid, true);
  for (const body of [
    { type: 'totp', totp_secret: 'not base32!' },
    { type: 'sms' },
    { type: 'totp', totp_user: '' },
  ]) {
    assert.equal((await harness.post(path, body)).status, 422);
  }
});

test('enrolls, challenges, verifies, gets, and deletes factors without a user', async () => {
  const factor = await enrollTotp();
  const made = await challenge(factor);
  // Codes of an authenticator app expire on their own.
  assert.equal(made.expires_at, undefined);
  const code = codeFor(harness, factor.totp.secret);
  assert.equal((await verify(made, wrong(code))).valid, false);
  assert.equal((await verify(made, code)).valid, true);
  const again = await answer(await harness.post(`/auth/challenges/${made.id}/verify`, { code }));
  assert.equal(again.status, 422);
  assert.match(JSON.stringify(again.body), /previously_verified/);
  assert.equal((await verify(await challenge(factor), code)).valid, false);

  const found = (await (await harness.get(`/auth/factors/${factor.id}`)).json()) as Factor;
  assert.deepEqual(found.totp, { issuer: 'Foo Corp', user: 'alan@example.com' });
  const removed = await harness.request(`/auth/factors/${factor.id}`, {
    method: 'DELETE',
    headers: { Authorization: 'Bearer sk_test_default' },
  });
  assert.equal(removed.status, 204);
  assert.equal((await harness.get(`/auth/factors/${factor.id}`)).status, 404);
  assert.equal((await harness.post(`/auth/challenges/${made.id}/verify`, { code })).status, 404);
});

test('allows five attempts per challenge', async () => {
  const factor = await enrollTotp();
  const made = await challenge(factor);
  const code = codeFor(harness, factor.totp.secret);
  for (let tries = 0; tries < 5; tries++) assert.equal((await verify(made, wrong(code))).valid, false);
  const { status, body } = await answer(await harness.post(`/auth/challenges/${made.id}/verify`, { code }));
  assert.equal(status, 400);
  assert.match(JSON.stringify(body), /one_time_code_too_many_attempts/);
  assert.equal((await verify(await challenge(factor), code)).valid, true);
});

test('delivers SMS codes to the inbox, valid for ten minutes', async () => {
  const factor = await post<Factor>('/auth/factors/enroll', { type: 'sms', phone_number: PHONE });
  const made = await challenge(factor, { sms_template: 'Foo: {{code}}' });
  const code = mailedCode(harness, PHONE);
  assert.equal(made.code, undefined);
  assert.equal((await verify(made, wrong(code))).valid, false);
  assert.equal((await verify(made, code)).valid, true);

  const late = await challenge(factor);
  harness.advance(600);
  const expired = await answer(
    await harness.post(`/auth/challenges/${late.id}/verify`, { code: mailedCode(harness, PHONE) }),
  );
  assert.equal(expired.status, 422);
  assert.match(JSON.stringify(expired.body), /authentication_challenge_expired/);
  assert.equal(
    (await harness.post(`/auth/factors/${factor.id}/challenge`, { sms_template: 'no code' })).status,
    422,
  );
});

test("leaves the delivery of a generic factor's code to the app", async () => {
  const factor = await post<Factor>('/auth/factors/enroll', { type: 'generic_otp' });
  const made = await challenge(factor);
  assert.match(made.code ?? '', /^\d{6}$/);
  assert.equal((await verify(made, made.code ?? '')).valid, true);
});

test('rejects invalid and unknown values', async () => {
  for (const body of [
    {},
    { type: 'pigeon' },
    { type: 'totp' },
    { type: 'totp', totp_issuer: 'Foo', totp_user: 7 },
    { type: 'sms', phone_number: '555' },
    { type: 'totp', totp_issuer: 'Foo', totp_user: 'alan', user_id: 'user_nobody' },
  ]) {
    assert.equal((await harness.post('/auth/factors/enroll', body)).status, 422, JSON.stringify(body));
  }
  assert.equal((await harness.post('/auth/factors/auth_factor_x/challenge', {})).status, 404);
  assert.equal((await harness.post('/auth/challenges/auth_challenge_x/verify', { code: '1' })).status, 404);
  assert.equal((await harness.post('/auth/challenges/auth_challenge_x/verify', {})).status, 422);
  assert.equal((await harness.get('/user_management/users/user_nobody/auth_factors')).status, 404);
  assert.equal(
    (await harness.post('/user_management/users/user_nobody/auth_factors', { type: 'totp' })).status,
    404,
  );
  assert.equal((await harness.get('/auth/factors/auth_factor_x', 'sk_wrong')).status, 401);
});

test('the password grant requires a challenge if there is an authenticator app', async () => {
  const caller = await createCaller(harness, { password: true });
  const secret = await enroll(harness, caller.elevated);
  const refused = await authenticate({ grant_type: 'password', email: caller.email, password: PASSWORD });
  assert.equal(refused.status, 403);
  const body = (await refused.json()) as {
    code: string;
    pending_authentication_token: string;
    user: { id: string };
    authentication_factors: { id: string; type: string }[];
  };
  assert.equal(body.code, 'mfa_challenge');
  assert.equal(body.user.id, caller.id);
  const [factor] = body.authentication_factors;
  assert.ok(factor);
  assert.equal(factor.type, 'totp');

  harness.advance(30);
  const { id } = await challenge(factor);
  const code = codeFor(harness, secret);
  const finish = (changes: Record<string, string> = {}) =>
    authenticate({
      grant_type: 'urn:workos:oauth:grant-type:mfa-totp',
      pending_authentication_token: body.pending_authentication_token,
      authentication_challenge_id: id,
      code,
      ...changes,
    });
  const stranger = await enrollTotp();
  for (const [changes, status, problem] of [
    [{ code: wrong(code) }, 400, 'invalid_one_time_code'],
    [{ pending_authentication_token: 'made-up' }, 400, 'invalid_pending_authentication_token'],
    [{ authentication_challenge_id: (await challenge(stranger)).id }, 400, 'user_mismatch'],
    [{ authentication_challenge_id: 'auth_challenge_x' }, 404, 'not found'],
  ] as const) {
    const response = await answer(await finish(changes));
    assert.equal(response.status, status, problem);
    assert.match(JSON.stringify(response.body), new RegExp(problem));
  }
  const session = await userManagement.authenticateWithTotp({
    clientId: CLIENT_ID,
    code,
    pendingAuthenticationToken: body.pending_authentication_token,
    authenticationChallengeId: id,
  });
  assert.equal(session.user.id, caller.id);
  assert.match(JSON.stringify((await answer(await finish())).body), /invalid_pending_authentication_token/);
});

test('expires a pending sign-in after ten minutes', async () => {
  const caller = await createCaller(harness, { password: true });
  const secret = await enroll(harness, caller.elevated);
  const refused = await authenticate({ grant_type: 'password', email: caller.email, password: PASSWORD });
  const body = (await refused.json()) as {
    pending_authentication_token: string;
    authentication_factors: { id: string }[];
  };
  harness.advance(600);
  const [factor] = body.authentication_factors;
  assert.ok(factor);
  const late = await authenticate({
    grant_type: 'urn:workos:oauth:grant-type:mfa-totp',
    pending_authentication_token: body.pending_authentication_token,
    authentication_challenge_id: (await challenge(factor)).id,
    code: codeFor(harness, secret),
  });
  assert.match(JSON.stringify((await answer(late)).body), /invalid_pending_authentication_token/);
});

test('the password grant requires enrollment where MFA is required', async () => {
  setSettings(harness, { mfa: 'required' });
  const caller = await createCaller(harness, { password: true });
  const refused = await authenticate({ grant_type: 'password', email: caller.email, password: PASSWORD });
  assert.equal(refused.status, 403);
  const body = (await refused.json()) as { code: string; pending_authentication_token: string };
  assert.equal(body.code, 'mfa_enrollment');
  const { authenticationFactor, authenticationChallenge } = await multiFactorAuth.createUserAuthFactor({
    userId: caller.id,
    type: 'totp',
  });
  const session = await userManagement.authenticateWithTotp({
    clientId: CLIENT_ID,
    code: codeFor(harness, authenticationFactor.totp.secret),
    pendingAuthenticationToken: body.pending_authentication_token,
    authenticationChallengeId: authenticationChallenge.id,
  });
  assert.equal(session.user.id, caller.id);
  setSettings(harness);
});

test('the password grant reports that passwords are turned off', async () => {
  const caller = await createCaller(harness, { password: true });
  setSettings(harness, { passwords: false });
  const refused = await answer(
    await authenticate({ grant_type: 'password', email: caller.email, password: PASSWORD }),
  );
  setSettings(harness);
  assert.equal(refused.status, 403);
  assert.match(JSON.stringify(refused.body), /email_password_auth_disabled/);
  await signInWithPassword(harness, caller.email);
});
