import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT_ID } from '../src/http/options.ts';
import { answer, createMember, createOrganization, mailsTo, newEmail, startHarness } from './harness.ts';
import { PASSWORD, PASSWORD_FIELDS, setSettings, signInWithPassword, wrong } from './security.ts';
import { createPersonAt, createSsoOrganization } from './sso.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

const signIn = (email: string, code: string, invitationToken?: string) =>
  userManagement.authenticateWithMagicAuth({ clientId: CLIENT_ID, email, code, invitationToken });

test('signs in with the emailed code', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { id: userId, email } = await createMember(harness, organizationId);
  const created = await userManagement.createMagicAuth({ email: email.toUpperCase() });
  assert.match(created.id, /^magic_auth_/);
  assert.equal(created.userId, userId);
  assert.equal(created.email, email);
  assert.match(created.code, /^\d{6}$/);
  const [mail] = await mailsTo(harness, email);
  assert.equal(mail?.code, created.code);
  assert.deepEqual(await userManagement.getMagicAuth(created.id), created);

  const session = await signIn(email, created.code);
  assert.equal(session.user.id, userId);
  assert.equal(session.organizationId, organizationId);
  assert.equal(session.authenticationMethod, 'MagicAuth');
  const { data } = await userManagement.listSessions(userId);
  assert.equal(data[0]?.authMethod, 'magic_code');
  await assert.rejects(signIn(email, created.code), { code: 'one_time_code_previously_used' });
});

test('creates a user for a new address, which the code verifies', async () => {
  const email = newEmail();
  const { userId, code } = await userManagement.createMagicAuth({ email });
  assert.equal((await userManagement.getUser(userId)).emailVerified, false);
  const { user } = await signIn(email, code);
  assert.equal(user.id, userId);
  assert.equal(user.emailVerified, true);
});

test('removes a password that was set before the address was verified', async () => {
  const email = newEmail();
  await userManagement.createUser({ email, ...PASSWORD_FIELDS });
  const { code } = await userManagement.createMagicAuth({ email });
  await signIn(email, code);
  await assert.rejects(signInWithPassword(harness, email, PASSWORD), { code: 'invalid_credentials' });
});

test('takes only the newest code, within ten minutes and five tries', async () => {
  const { email } = await createMember(harness);
  const first = await userManagement.createMagicAuth({ email });
  const { code } = await userManagement.createMagicAuth({ email });
  assert.equal((await userManagement.getMagicAuth(first.id)).code, first.code);
  if (first.code !== code) await assert.rejects(signIn(email, first.code), { code: 'invalid_one_time_code' });
  harness.advance(601);
  await assert.rejects(signIn(email, code), { code: 'one_time_code_expired' });

  const { code: right } = await userManagement.createMagicAuth({ email });
  for (let tries = 0; tries < 5; tries++) {
    await assert.rejects(signIn(email, wrong(right)), { code: 'invalid_one_time_code' });
  }
  await assert.rejects(signIn(email, right), { code: 'one_time_code_too_many_attempts' });
});

test('does not take a code of another person or purpose', async () => {
  const one = await createMember(harness);
  const other = await userManagement.createUser({ email: newEmail() });
  await userManagement.sendVerificationEmail({ userId: other.id });
  const [mail] = await mailsTo(harness, other.email);
  await assert.rejects(signIn(other.email, mail?.code ?? ''), { code: 'invalid_one_time_code' });
  const { code } = await userManagement.createMagicAuth({ email: one.email });
  await assert.rejects(signIn(other.email, code), { code: 'invalid_one_time_code' });
  await assert.rejects(signIn(newEmail(), code), { code: 'invalid_one_time_code' });
});

test('accepts the invitation that the app names', async () => {
  const { id: organizationId } = await createOrganization(harness);
  for (const when of ['creation', 'sign-in']) {
    const email = newEmail();
    const { id, token } = await userManagement.sendInvitation({ email, organizationId });
    const named = when === 'creation' ? { invitationToken: token } : {};
    const { code } = await userManagement.createMagicAuth({ email, ...named });
    const session = await signIn(email, code, when === 'sign-in' ? token : undefined);
    assert.equal(session.organizationId, organizationId, when);
    assert.equal((await userManagement.getInvitation(id)).state, 'accepted', when);
    await assert.rejects(userManagement.createMagicAuth({ email, invitationToken: token }), {
      error: 'invitation_invalid',
    });
  }
});

test('keeps the code when the invitation is for someone else', async () => {
  const { email } = await createMember(harness);
  const { token } = await userManagement.sendInvitation({ email: newEmail() });
  for (const invitationToken of [token, 'unknown']) {
    await assert.rejects(userManagement.createMagicAuth({ email, invitationToken }), {
      error: 'invitation_invalid',
    });
  }
  const { code } = await userManagement.createMagicAuth({ email });
  await assert.rejects(signIn(email, code, token), { error: 'invitation_invalid' });
  assert.equal((await signIn(email, code)).user.email, email);
});

test('asks for a second factor and for single sign-on where they are required', async () => {
  setSettings(harness, { mfa: 'required' });
  const { email } = await createMember(harness);
  const { code } = await userManagement.createMagicAuth({ email });
  await assert.rejects(signIn(email, code), { code: 'mfa_enrollment' });
  setSettings(harness);

  const { domain } = await createSsoOrganization(harness);
  const person = await createPersonAt(harness, domain);
  const magic = await userManagement.createMagicAuth({ email: person.email });
  await assert.rejects(signIn(person.email, magic.code), { code: 'sso_required' });
});

test('limits the emails to an address', async () => {
  const email = newEmail();
  for (let sent = 0; sent < 3; sent++) await userManagement.createMagicAuth({ email });
  await assert.rejects(userManagement.createMagicAuth({ email }), { status: 429 });
  assert.equal((await mailsTo(harness, email)).length, 3);
  harness.advance(61);
  await userManagement.createMagicAuth({ email });
});

test('refuses addresses that are none, and finds no unknown codes', async () => {
  for (const email of [undefined, '', 7, null, 'nobody', `${'x'.repeat(300)}@example.com`]) {
    assert.equal((await harness.post('/user_management/magic_auth', { email })).status, 422, String(email));
  }
  const unknown = await answer(await harness.get('/user_management/magic_auth/magic_auth_none'));
  assert.equal(unknown.status, 404);

  const user = await userManagement.createUser({ email: newEmail() });
  const { id } = await userManagement.createMagicAuth({ email: user.email });
  assert.equal((await harness.get(`/user_management/email_verification/${id}`)).status, 404);
  await userManagement.deleteUser(user.id);
  await assert.rejects(userManagement.getMagicAuth(id), { status: 404 });
});
