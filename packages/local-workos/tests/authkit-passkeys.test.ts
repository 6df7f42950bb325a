import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deletePasskey } from '@workos-inc/widgets/experimental/api/fetch';
import { CLIENT_ID } from '../src/http/options.ts';
import { type Browser, codeOf, type Page, startSignIn, tokensOf } from './browser.ts';
import { createOrganization, startHarness } from './harness.ts';
import { addPasskey, createCaller, enroll, methodsOf, PASSWORD, setSettings } from './security.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';

const harness = await startHarness();

interface Options {
  challengeId: string;
  options: { challenge: string };
}

/** Requests the options that the page's script passes to the browser. */
async function optionsFor(browser: Browser, page: Page, path = '/sign-in/passkey'): Promise<Options> {
  const response = await browser.post(`${path}/options`, tokensOf(page));
  assert.equal(response.status, 200);
  return (await response.json()) as Options;
}

/** Submits the browser's response to the challenge. */
function submit(
  browser: Browser,
  page: Page,
  { challengeId }: Options,
  response: object,
  path = '/sign-in/passkey',
) {
  return browser.submit(page, path, { challenge_id: challengeId, response: JSON.stringify(response) });
}

async function signInWith(device: SoftwareAuthenticator, faults = {}, options = {}) {
  const { browser, page, codeVerifier } = await startSignIn(harness, options);
  const challenge = await optionsFor(browser, page);
  const ceremony = { challenge: challenge.options.challenge, origin: harness.origin };
  const done = await submit(browser, page, challenge, device.authenticate(ceremony, faults));
  return { browser, page: done, codeVerifier };
}

async function enterPassword(email: string) {
  const { browser, page, codeVerifier } = await startSignIn(harness);
  const password = await browser.submit(page, '/sign-in', { email });
  return {
    browser,
    page: await browser.submit(password, '/sign-in/password', { password: PASSWORD }),
    codeVerifier,
  };
}

test('signs in with a passkey, without an email and password', async () => {
  const caller = await createCaller(harness);
  const device = await addPasskey(caller);
  const { page, codeVerifier } = await signInWith(device);
  const session = await harness.workos.userManagement.authenticateWithCodeAndVerifier({
    clientId: CLIENT_ID,
    code: codeOf(page),
    codeVerifier,
  });
  assert.equal(session.user.id, caller.id);
  assert.equal(session.authenticationMethod, 'Passkey');
  const { Passkey } = await methodsOf(caller.plain);
  assert.ok(Math.abs(Date.parse(Passkey?.lastUsed ?? '') - Date.now()) < 60_000);
});

test('counts a passkey as two factors, even where MFA is required', async () => {
  const caller = await createCaller(harness);
  const device = await addPasskey(caller);
  await enroll(harness, caller.elevated);
  const organization = await createOrganization(harness);
  await harness.workos.userManagement.createOrganizationMembership({
    userId: caller.id,
    organizationId: organization.id,
  });
  await harness.postForm(`/organizations/${organization.id}/mfa`, { required: '1' });
  setSettings(harness, { mfa: 'required' });
  const { page, codeVerifier } = await signInWith(device, {}, { organizationId: organization.id });
  setSettings(harness);
  const session = await harness.workos.userManagement.authenticateWithCodeAndVerifier({
    clientId: CLIENT_ID,
    code: codeOf(page),
    codeVerifier,
  });
  assert.equal(session.organizationId, organization.id);
  const refreshed = await harness.workos.userManagement.authenticateWithRefreshToken({
    clientId: CLIENT_ID,
    refreshToken: session.refreshToken,
    organizationId: organization.id,
  });
  assert.equal(refreshed.organizationId, organization.id);
});

test('rejects a removed passkey', async () => {
  const caller = await createCaller(harness);
  const device = await addPasskey(caller);
  const [passkey] = (await methodsOf(caller.plain)).Passkey?.passKeys ?? [];
  assert.ok(passkey);
  assert.equal((await deletePasskey(passkey.id, caller.elevated)).status, 200);
  const { browser, page } = await signInWith(device);
  assert.equal(page.status, 400);
  assert.match(page.alert, /This passkey is unknown/);
  assert.equal((await browser.click(page, 'Back to sign in')).url.pathname, '/sign-in');
});

test('rejects an invalid signature', async () => {
  const caller = await createCaller(harness);
  const device = await addPasskey(caller);
  codeOf((await signInWith(device)).page);
  for (const faults of [
    { forged: true },
    { userVerified: false },
    { rpId: 'evil.example' },
    // A counter that does not increase means that the passkey was copied.
    { counter: 1 },
  ]) {
    const { page } = await signInWith(device, faults);
    assert.equal(page.status, 400, JSON.stringify(faults));
    assert.match(page.alert, /could not be verified/, JSON.stringify(faults));
  }
  const stranger = new SoftwareAuthenticator();
  assert.match((await signInWith(stranger)).page.alert, /This passkey is unknown/);
  codeOf((await signInWith(device, { counter: 9 })).page);
});

test('accepts a challenge once, for its own sign-in, within five minutes', async () => {
  const caller = await createCaller(harness);
  const device = await addPasskey(caller);
  const { browser, page } = await startSignIn(harness);
  const challenge = await optionsFor(browser, page);
  const origin = harness.origin;
  const response = device.authenticate({ challenge: challenge.options.challenge, origin });

  const elsewhere = await startSignIn(harness);
  assert.match((await submit(elsewhere.browser, elsewhere.page, challenge, response)).alert, /expired/);
  assert.match((await submit(browser, page, challenge, response)).alert, /expired/);

  const next = await optionsFor(browser, page);
  const good = device.authenticate({ challenge: next.options.challenge, origin });
  codeOf(await submit(browser, page, next, good));
  assert.match((await submit(browser, page, next, good)).text, /This sign-in has expired/);

  const again = await startSignIn(harness);
  const late = await optionsFor(again.browser, again.page);
  harness.advance(300);
  const answer = device.authenticate({ challenge: late.options.challenge, origin });
  assert.match((await submit(again.browser, again.page, late, answer)).alert, /expired/);
});

test('rejects input that no browser sends', async () => {
  const { browser, page } = await startSignIn(harness);
  for (const response of ['', 'nonsense', '{}', '[]', '{"id":7}']) {
    const { challengeId } = await optionsFor(browser, page);
    const refused = await browser.submit(page, '/sign-in/passkey', { challenge_id: challengeId, response });
    assert.match(refused.alert, /could not be verified/, response);
  }
  const gone = await harness.postForm('/sign-in/passkey/options', { authorization_session_id: 'long-gone' });
  assert.equal(gone.status, 400);
});

test('tells a person without a password to use their passkey', async () => {
  const caller = await createCaller(harness);
  await addPasskey(caller);
  const { browser, page } = await startSignIn(harness);
  const refused = await browser.submit(page, '/sign-in', { email: caller.email });
  assert.match(refused.alert, /Sign in with a passkey/);
});

test('neither offers nor accepts passkeys when they are turned off', async () => {
  const caller = await createCaller(harness);
  const device = await addPasskey(caller);
  const { browser, page } = await startSignIn(harness);
  const challenge = await optionsFor(browser, page);
  setSettings(harness, { passkeys: false });
  const ceremony = { challenge: challenge.options.challenge, origin: harness.origin };
  const refused = await submit(browser, page, challenge, device.authenticate(ceremony));
  assert.match(refused.alert, /turned off/);
  const fresh = await startSignIn(harness);
  assert.ok(!fresh.page.text.includes('passkey'));
  setSettings(harness);
});

test('offers a passkey after a sign-in with a password', async () => {
  setSettings(harness, { passkeyEnrollment: true });
  const caller = await createCaller(harness, { password: true });
  const { browser, page } = await enterPassword(caller.email);
  assert.equal(page.url.pathname, '/create-passkey');

  const first = await optionsFor(browser, page, '/create-passkey');
  const refused = await submit(browser, page, first, { id: 'nothing' }, '/create-passkey');
  assert.equal(refused.status, 422);
  assert.match(refused.alert, /could not be verified/);

  const device = new SoftwareAuthenticator();
  const second = await optionsFor(browser, page, '/create-passkey');
  const made = device.register({ challenge: second.options.challenge, origin: harness.origin });
  codeOf(await submit(browser, page, second, made, '/create-passkey'));
  codeOf((await signInWith(device)).page);
  // A person with a passkey is not asked again.
  codeOf((await enterPassword(caller.email)).page);
  setSettings(harness);
});

test('asks again two weeks after a skip, or never', async () => {
  setSettings(harness, { passkeyEnrollment: true });
  const caller = await createCaller(harness, { password: true });
  const skip = async (answer: string) => {
    const { browser, page } = await enterPassword(caller.email);
    assert.equal(page.url.pathname, '/create-passkey');
    codeOf(await browser.submit(page, '/create-passkey', { skip: answer }, 'Not now'));
  };
  await skip('later');
  codeOf((await enterPassword(caller.email)).page);
  harness.advance(14 * 86_400);
  await skip('never');
  harness.advance(365 * 86_400);
  codeOf((await enterPassword(caller.email)).page);
  setSettings(harness);
});

test("offers a passkey only after every factor, so it can't bypass the second one", async () => {
  setSettings(harness, { passkeyEnrollment: true });
  const caller = await createCaller(harness, { password: true });
  await enroll(harness, caller.elevated);
  const { browser, page } = await enterPassword(caller.email);
  assert.equal(page.url.pathname, '/mfa');
  const response = await browser.post('/create-passkey/options', tokensOf(page));
  assert.equal(response.status, 409);
  const stranger = await startSignIn(harness);
  const session = tokensOf(stranger.page);
  assert.equal((await stranger.browser.post('/create-passkey/options', session)).status, 409);
  const skipped = await stranger.browser.post('/create-passkey', { ...session, skip: 'later' });
  assert.match(skipped.headers.get('Location') ?? '', /^\/sign-in\?/);
  setSettings(harness);
});
