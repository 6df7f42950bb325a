import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT_ID } from '../src/http/options.ts';
import { codeOf, startSignIn } from './browser.ts';
import { createOrganization, mailsTo, newEmail, startHarness, widgetToken } from './harness.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const PASSWORD = 'seven-lemons-sang';

async function createPerson(emailVerified = true) {
  return userManagement.createUser({ email: newEmail(), password: PASSWORD, emailVerified });
}

const signIn = (email: string, password: string) =>
  userManagement.authenticateWithPassword({ clientId: CLIENT_ID, email, password });

test('tries ten passwords of an address in a minute, however it is written, and then not even the right one', async () => {
  const { email } = await createPerson();
  for (let tries = 0; tries < 10; tries++) {
    const spelled = `${' '.repeat(tries)}${tries % 2 ? email.toUpperCase() : email}\n`;
    await assert.rejects(signIn(spelled, 'wrong'), { code: 'invalid_credentials' });
  }
  await assert.rejects(signIn(email, PASSWORD), { status: 429 });
  harness.advance(60);
  assert.equal((await signIn(email, PASSWORD)).user.email, email);
});

test('says how long to wait', async () => {
  const email = newEmail();
  const body = {
    client_id: CLIENT_ID,
    client_secret: 'sk_test_default',
    grant_type: 'password',
    email,
    password: 'wrong',
  };
  for (let tries = 0; tries < 10; tries++) await harness.post('/user_management/authenticate', body);
  const response = await harness.post('/user_management/authenticate', body);
  assert.equal(response.status, 429);
  assert.equal(response.headers.get('Retry-After'), '60');
  assert.deepEqual(await response.json(), {
    error: 'too_many_requests',
    error_description: 'The request failed due to: too_many_requests.',
  });
});

test('counts the tries of one address apart from those of another', async () => {
  const [one, other] = [await createPerson(), await createPerson()];
  for (let tries = 0; tries < 11; tries++) await signIn(one.email, 'wrong').catch(() => {});
  assert.equal((await signIn(other.email, PASSWORD)).user.id, other.id);
});

test('limits the passwords of the hosted page and the API together', async () => {
  const { email } = await createPerson();
  for (let tries = 0; tries < 10; tries++) await signIn(email, 'wrong').catch(() => {});
  const { browser, page } = await startSignIn(harness);
  const asked = await browser.submit(page, '/sign-in', { email });
  const refused = await browser.submit(asked, '/sign-in/password', { password: PASSWORD });
  assert.match(refused.alert, /Too many attempts/);
  harness.advance(60);
  codeOf(await browser.submit(refused, '/sign-in/password', { password: PASSWORD }));
});

test('tries ten emailed codes of an address in a minute, however many emails there are', async () => {
  const { email } = await createPerson(false);
  const { browser, page } = await startSignIn(harness);
  const password = await browser.submit(page, '/sign-in', { email });
  let verify = await browser.submit(password, '/sign-in/password', { password: PASSWORD });
  for (let round = 0; round < 3; round++) {
    for (let tries = 0; tries < 3; tries++)
      verify = await browser.submit(verify, '/verify-email', { code: '000000' }, 'Verify');
    verify = await browser.submit(verify, '/verify-email', { resend: '1' }, 'Send a new code');
  }
  verify = await browser.submit(verify, '/verify-email', { code: '000000' }, 'Verify');
  const [mail] = await mailsTo(harness, email);
  const refused = await browser.submit(verify, '/verify-email', { code: mail?.code ?? '' }, 'Verify');
  assert.match(refused.alert, /Too many attempts/);
  harness.advance(60);
  codeOf(await browser.submit(refused, '/verify-email', { code: mail?.code ?? '' }, 'Verify'));
});

test('sends three more codes in a minute', async () => {
  const { email } = await createPerson(false);
  const { browser, page } = await startSignIn(harness);
  const password = await browser.submit(page, '/sign-in', { email });
  let verify = await browser.submit(password, '/sign-in/password', { password: PASSWORD });
  for (let sent = 0; sent < 3; sent++)
    verify = await browser.submit(verify, '/verify-email', { resend: '1' }, 'Send a new code');
  const before = (await mailsTo(harness, email)).length;
  const refused = await browser.submit(verify, '/verify-email', { resend: '1' }, 'Send a new code');
  assert.match(refused.alert, /Too many codes/);
  assert.equal((await mailsTo(harness, email)).length, before);
});

for (const known of [true, false]) {
  test(`sends three links to reset a password in a minute to ${known ? 'a known' : 'an unknown'} address`, async () => {
    const email = known ? (await createPerson()).email : newEmail();
    for (let sent = 0; sent < 3; sent++) assert.match((await forgot(email)).text, /Check your email/);
    assert.match((await forgot(email)).alert, /Too many links/);
    assert.equal((await mailsTo(harness, email)).length, known ? 3 : 0);
  });
}

for (const [what, path, guess] of [
  [
    'codes of an identity check, however many emails there are',
    'verify',
    async (send: Send) => {
      const { authenticationChallenge } = await (await send('send-verification', {})).json();
      return { code: '000000', authenticationChallengeId: authenticationChallenge };
    },
  ],
  [
    'current passwords in the widget',
    'update-password',
    async () => ({
      currentPassword: 'wrong',
      newPassword: 'eight-lemons-sang',
    }),
  ],
] as const) {
  test(`tries ten ${what}, in a minute`, async () => {
    const { id, adminId } = await createOrganization(harness);
    await userManagement.updateUser({ userId: adminId, password: PASSWORD });
    const token = await widgetToken(harness, id, adminId);
    const send: Send = (operation, body) =>
      fetch(`${harness.origin}/_widgets/UserProfile/${operation}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    for (let tries = 0; tries < 10; tries++) {
      assert.equal((await send(path, await guess(send))).status, 400);
    }
    const refused = await send(path, await guess(send));
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('Retry-After'), '60');
    harness.advance(60);
    assert.equal((await send(path, await guess(send))).status, 400);
  });
}

type Send = (operation: string, body: unknown) => Promise<Response>;

async function forgot(email: string) {
  const { browser, page } = await startSignIn(harness);
  const id = page.url.searchParams.get('authorization_session_id');
  const asked = await browser.open(`/forgot-password?authorization_session_id=${id}`);
  return browser.submit(asked, '/forgot-password', { email });
}
