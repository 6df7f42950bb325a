import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT_ID } from '../src/http/options.ts';
import { Browser, codeOf, REDIRECT_URI } from './browser.ts';
import { mailsTo, newEmail, startHarness } from './harness.ts';

const harness = await startHarness();
const { passwordless, sso } = harness.workos;

test('returns to the app with the profile of the person who follows the emailed link', async () => {
  const email = newEmail();
  const session = await passwordless.createSession({ type: 'MagicLink', email, state: 'kept' });
  assert.match(session.id, /^passwordless_session_/);
  assert.deepEqual(await mailsTo(harness, email), []);
  assert.equal((await passwordless.sendSession(session.id)).success, true);
  const [mail] = await mailsTo(harness, email);
  assert.equal(mail?.link, session.link);

  const browser = new Browser(harness);
  const back = await browser.open(session.link);
  assert.equal(back.url.searchParams.get('state'), 'kept');
  const { profile } = await sso.getProfileAndToken({ clientId: CLIENT_ID, code: codeOf(back) });
  assert.deepEqual([profile.email, profile.connectionType], [email, 'MagicLink']);
  assert.equal((await browser.open(session.link)).status, 400, 'a link works once');
  await assert.rejects(passwordless.sendSession(session.id), { status: 400 });
});

test('a link expires', async () => {
  const options = { type: 'MagicLink', email: newEmail(), redirectURI: REDIRECT_URI } as const;
  const short = await passwordless.createSession({ ...options, expiresIn: 900 });
  const long = await passwordless.createSession({ ...options, expiresIn: 3600 });
  harness.advance(901);
  assert.match((await new Browser(harness).open(short.link)).text, /has expired/);
  await assert.rejects(passwordless.sendSession(short.id), { status: 400 });
  assert.ok(codeOf(await new Browser(harness).open(long.link)));
});

test('refuses redirect URIs, connections, and bodies that are wrong', async () => {
  const email = newEmail();
  const right = { type: 'MagicLink', email } as const;
  const redirectURI = 'https://evil.example/callback';
  await assert.rejects(passwordless.createSession({ ...right, redirectURI }), { status: 400 });
  await assert.rejects(passwordless.createSession({ ...right, connection: 'conn_none' }), { status: 404 });
  for (const changes of [
    { type: 'Pigeon' },
    { type: undefined },
    { email: '' },
    { email: 7 },
    { email: `${'x'.repeat(300)}@example.com` },
    { expires_in: 899 },
    { expires_in: 86_401 },
    { expires_in: 'soon' },
  ]) {
    const response = await harness.post('/passwordless/sessions', { ...right, ...changes });
    assert.equal(response.status, 422, JSON.stringify(changes));
  }
  await assert.rejects(passwordless.sendSession('passwordless_session_none'), { status: 404 });
  assert.equal((await harness.post('/passwordless/sessions', right, 'sk_test_other')).status, 401);
  assert.deepEqual(await mailsTo(harness, email), []);
});
