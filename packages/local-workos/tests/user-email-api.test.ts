import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT_ID } from '../src/http/options.ts';
import { answer, createMember, mailsTo, newEmail, startHarness } from './harness.ts';
import { PASSWORD, PASSWORD_FIELDS, signInWithPassword, wrong } from './security.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

const codeTo = async (email: string) => (await mailsTo(harness, email))[0]?.code ?? '';

test('verifies an address with the emailed code', async () => {
  const { id: userId, email } = await userManagement.createUser({ email: newEmail() });
  const { user } = await userManagement.sendVerificationEmail({ userId });
  assert.equal(user.id, userId);
  const code = await codeTo(email);
  await assert.rejects(userManagement.verifyEmail({ userId, code: wrong(code) }), {
    code: 'email_verification_code_incorrect',
  });
  assert.equal((await userManagement.verifyEmail({ userId, code })).user.emailVerified, true);
  await assert.rejects(userManagement.verifyEmail({ userId, code }), { code: 'email_previously_verified' });
  await assert.rejects(userManagement.sendVerificationEmail({ userId }), { code: 'email_already_verified' });
});

test('reports a verification code that was used, has expired, or was tried too often', async () => {
  const { id: userId, email } = await userManagement.createUser({ email: newEmail() });
  await userManagement.sendVerificationEmail({ userId });
  const code = await codeTo(email);
  await userManagement.verifyEmail({ userId, code });
  await userManagement.updateUser({ userId, emailVerified: false });
  await assert.rejects(userManagement.verifyEmail({ userId, code }), {
    code: 'email_verification_code_previously_used',
  });
  await userManagement.sendVerificationEmail({ userId });
  harness.advance(601);
  await assert.rejects(userManagement.verifyEmail({ userId, code: await codeTo(email) }), {
    code: 'email_verification_code_expired',
  });
  await userManagement.sendVerificationEmail({ userId });
  const last = await codeTo(email);
  for (let tries = 0; tries < 5; tries++) {
    await assert.rejects(userManagement.verifyEmail({ userId, code: wrong(last) }));
  }
  await assert.rejects(userManagement.verifyEmail({ userId, code: last }), {
    code: 'email_verification_code_expired',
  });
});

test('returns the verification that a sign-in asks for', async () => {
  const { email, id } = await userManagement.createUser({ email: newEmail(), ...PASSWORD_FIELDS });
  const response = await harness.post('/user_management/authenticate', {
    client_id: CLIENT_ID,
    client_secret: 'sk_test_default',
    grant_type: 'password',
    email,
    password: PASSWORD,
  });
  const body = (await response.json()) as Record<string, string>;
  const verification = await userManagement.getEmailVerification(body.email_verification_id ?? '');
  assert.match(verification.id, /^email_verification_/);
  assert.equal(verification.userId, id);
  assert.equal(verification.email, email);
  assert.equal(verification.code, await codeTo(email));
  const { user } = await userManagement.authenticateWithEmailVerification({
    clientId: CLIENT_ID,
    code: verification.code,
    pendingAuthenticationToken: body.pending_authentication_token ?? '',
  });
  assert.equal(user.emailVerified, true);
  assert.ok((await signInWithPassword(harness, email)).accessToken);
});

test('limits verification emails', async () => {
  const { id: userId } = await userManagement.createUser({ email: newEmail() });
  for (let sent = 0; sent < 3; sent++) await userManagement.sendVerificationEmail({ userId });
  await assert.rejects(userManagement.sendVerificationEmail({ userId }), { status: 429 });
});

const change = async (userId: string, action: 'send' | 'confirm', body: unknown) => {
  const path = `/user_management/users/${userId}/email_change/${action}`;
  const { status, body: received } = await answer(await harness.post(path, body));
  return { status, body: received as { code?: string; user?: Record<string, unknown>; new_email?: string } };
};

test('changes an address with the code emailed to the new one', async () => {
  const user = await createMember(harness);
  const newAddress = newEmail();
  const sent = await change(user.id, 'send', { new_email: newAddress });
  assert.equal(sent.status, 200);
  assert.equal(sent.body.new_email, newAddress);
  assert.equal(sent.body.user?.email, user.email);
  const code = await codeTo(newAddress);
  const wrongCode = await change(user.id, 'confirm', { code: wrong(code) });
  assert.deepEqual([wrongCode.status, wrongCode.body.code], [400, 'email_change_code_incorrect']);
  const confirmed = await change(user.id, 'confirm', { code });
  assert.equal(confirmed.status, 200);
  assert.equal(confirmed.body.user?.email, newAddress);
  const again = await change(user.id, 'confirm', { code });
  assert.deepEqual([again.status, again.body.code], [409, 'email_change_code_previously_used']);
});

test('refuses changes of address with their documented errors', async () => {
  const user = await createMember(harness);
  const other = await createMember(harness);
  const error = async (action: 'send' | 'confirm', body: unknown) => {
    const { status, body: received } = await change(user.id, action, body);
    return [status, received.code];
  };
  assert.deepEqual(await error('confirm', { code: '123456' }), [409, 'no_pending_email_change']);
  assert.deepEqual(await error('send', { new_email: user.email }), [409, 'email_change_not_needed']);
  assert.deepEqual(await error('send', { new_email: other.email }), [409, 'email_not_available']);
  assert.deepEqual(await error('send', { new_email: 'nobody' }), [422, 'invalid_email']);
  for (const body of [{}, { new_email: 7 }, { new_email: '' }, { code: null }]) {
    assert.deepEqual(await error('send', body), [422, 'invalid_request_parameters']);
    assert.deepEqual(await error('confirm', body), [422, 'invalid_request_parameters']);
  }
  await change(user.id, 'send', { new_email: newEmail() });
  harness.advance(601);
  assert.deepEqual(await error('confirm', { code: '123456' }), [400, 'email_change_code_expired']);
  assert.equal((await userManagement.getUser(user.id)).email, user.email);
});

test('finds no unknown user or verification', async () => {
  for (const path of ['email_verification/send', 'email_verification/confirm']) {
    assert.equal((await harness.post(`/user_management/users/user_none/${path}`, { code: '1' })).status, 404);
  }
  assert.equal((await change('user_none', 'send', { new_email: newEmail() })).status, 404);
  assert.equal((await change('user_none', 'confirm', { code: '123456' })).status, 404);
  assert.equal((await harness.get('/user_management/email_verification/none')).status, 404);
  const { id } = await userManagement.createUser({ email: newEmail() });
  for (const code of [undefined, 7, '']) {
    const path = `/user_management/users/${id}/email_verification/confirm`;
    assert.equal((await harness.post(path, { code })).status, 422);
  }
});
