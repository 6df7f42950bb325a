import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMember, mailsTo, newEmail, startHarness } from './harness.ts';
import { PASSWORD, PASSWORD_FIELDS, setSettings, signInWithPassword } from './security.ts';
import { createPersonAt, createSsoOrganization } from './sso.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const NEW = 'another-correct-staple-42';

test('resets a password with the token of the link', async () => {
  const { id, email } = await userManagement.createUser({ email: newEmail(), ...PASSWORD_FIELDS });
  const created = await userManagement.createPasswordReset({ email });
  assert.match(created.id, /^password_reset_/);
  assert.equal(created.userId, id);
  assert.equal(created.email, email);
  assert.deepEqual(await userManagement.getPasswordReset(created.id), created);
  const [mail] = await mailsTo(harness, email);
  assert.equal(mail?.link, created.passwordResetUrl);
  const page = await harness.request(
    new URL(created.passwordResetUrl).pathname + new URL(created.passwordResetUrl).search,
    {
      headers: { Accept: 'text/html' },
    },
  );
  assert.match(await page.text(), /Choose a new password/);

  const token = created.passwordResetToken;
  const { user } = await userManagement.resetPassword({ token, newPassword: NEW });
  assert.equal(user.id, id);
  assert.equal(user.emailVerified, true);
  assert.equal((await signInWithPassword(harness, email, NEW)).user.id, id);
  await assert.rejects(signInWithPassword(harness, email, PASSWORD), { code: 'invalid_credentials' });
  await assert.rejects(userManagement.resetPassword({ token, newPassword: PASSWORD }), {
    code: 'password_reset_error',
  });
});

test('keeps the password when the new one is weak or the token has expired', async () => {
  const { email } = await userManagement.createUser({
    email: newEmail(),
    emailVerified: true,
    ...PASSWORD_FIELDS,
  });
  const { passwordResetToken: token } = await userManagement.createPasswordReset({ email });
  await assert.rejects(userManagement.resetPassword({ token, newPassword: 'short' }), {
    code: 'password_reset_error',
  });
  harness.advance(3601);
  await assert.rejects(userManagement.resetPassword({ token, newPassword: NEW }), {
    code: 'password_reset_error',
  });
  assert.equal((await signInWithPassword(harness, email)).user.email, email);
});

test('answers unknown addresses, ids, and tokens with 404', async () => {
  await assert.rejects(userManagement.createPasswordReset({ email: newEmail() }), { status: 404 });
  await assert.rejects(userManagement.getPasswordReset('password_reset_none'), { status: 404 });
  await assert.rejects(userManagement.resetPassword({ token: 'none', newPassword: NEW }), { status: 404 });
});

test('refuses resets where passwords are off, or the address signs in through an identity provider', async () => {
  const { email } = await createMember(harness);
  const { passwordResetToken: token } = await userManagement.createPasswordReset({ email });
  setSettings(harness, { passwords: false });
  const disabled = { status: 403, code: 'email_password_auth_disabled' };
  for (const [path, body] of [
    ['password_reset', { email }],
    ['password_reset/confirm', { token, new_password: NEW }],
  ] as const) {
    const response = await harness.post(`/user_management/${path}`, body);
    const { code } = (await response.json()) as { code: string };
    assert.deepEqual({ status: response.status, code }, disabled);
  }
  setSettings(harness);
  const { domain } = await createSsoOrganization(harness);
  const person = await createPersonAt(harness, domain);
  const response = await harness.post('/user_management/password_reset', { email: person.email });
  assert.equal(((await response.json()) as { code: string }).code, 'password_reset_not_allowed');
  assert.deepEqual(await mailsTo(harness, person.email), []);
});

test('limits the emails to an address', async () => {
  const { email } = await createMember(harness);
  for (let sent = 0; sent < 3; sent++) await userManagement.createPasswordReset({ email });
  await assert.rejects(userManagement.createPasswordReset({ email }), { status: 429 });
});

test('refuses invalid bodies', async () => {
  for (const email of [undefined, '', 7, null, 'nobody', `${'x'.repeat(300)}@example.com`]) {
    const response = await harness.post('/user_management/password_reset', { email });
    assert.equal(response.status, 422, String(email));
  }
  for (const body of [{}, { token: 'a' }, { token: 7, new_password: NEW }, { token: '', new_password: '' }]) {
    assert.equal((await harness.post('/user_management/password_reset/confirm', body)).status, 422);
  }
});
