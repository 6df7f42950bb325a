import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteTotpFactors } from '@workos-inc/widgets/experimental/api/fetch';
import { CLIENT_ID } from '../src/http/options.ts';
import { type Browser, codeOf, type Page, startSignIn, tokensOf } from './browser.ts';
import { createOrganization, type Harness, startHarness } from './harness.ts';
import { type Caller, codeFor, createCaller, enroll, PASSWORD, setSettings, wrong } from './security.ts';

const harness = await startHarness();

/** Signs in up to the password. */
async function enterPassword(caller: { email: string }, options: Parameters<typeof startSignIn>[1] = {}) {
  const { browser, page, codeVerifier } = await startSignIn(harness, options);
  const password = await browser.submit(page, '/sign-in', { email: caller.email });
  return {
    browser,
    page: await browser.submit(password, '/sign-in/password', { password: PASSWORD }),
    codeVerifier,
  };
}

function submitCode(browser: Browser, page: Page, code: string): Promise<Page> {
  return browser.submit(page, page.url.pathname, { code });
}

function exchange(page: Page, codeVerifier: string, on: Harness = harness) {
  return on.workos.userManagement.authenticateWithCodeAndVerifier({
    clientId: CLIENT_ID,
    code: codeOf(page),
    codeVerifier,
  });
}

async function createEnrolled(): Promise<Caller & { secret: string }> {
  const caller = await createCaller(harness, { password: true });
  return { ...caller, secret: await enroll(harness, caller.elevated) };
}

/** The next code, because the one that completed the setup cannot be reused. */
function nextCode({ secret }: { secret: string }): string {
  harness.advance(30);
  return codeFor(harness, secret);
}

async function addTo(organizationId: string, caller: Caller): Promise<void> {
  await harness.workos.userManagement.createOrganizationMembership({ userId: caller.id, organizationId });
}

function requireMfa(organizationId: string, required = true) {
  return harness.postForm(`/organizations/${organizationId}/mfa`, { required: required ? '1' : '0' });
}

test('asks for a code after the password if there is an authenticator app', async () => {
  const caller = await createEnrolled();
  const { browser, page, codeVerifier } = await enterPassword(caller);
  assert.equal(page.url.pathname, '/mfa');
  const empty = await submitCode(browser, page, '');
  assert.deepEqual([empty.status, empty.alert], [422, 'Enter the code.']);
  const refused = await submitCode(browser, page, wrong(codeFor(harness, caller.secret)));
  assert.equal(refused.status, 422);
  assert.match(refused.alert, /incorrect/);
  const done = await submitCode(browser, refused, ` ${nextCode(caller)} `);
  const { user, authenticationMethod } = await exchange(done, codeVerifier);
  assert.equal(user.id, caller.id);
  assert.equal(authenticationMethod, 'Password');
});

test('rejects a used code, and any earlier one', async () => {
  const caller = await createEnrolled();
  const code = nextCode(caller);
  const first = await enterPassword(caller);
  codeOf(await submitCode(first.browser, first.page, code));
  const second = await enterPassword(caller);
  const replayed = await submitCode(second.browser, second.page, code);
  assert.match(replayed.alert, /has already been used/);
  const earlier = await submitCode(second.browser, second.page, codeFor(harness, caller.secret, -1));
  assert.match(earlier.alert, /has already been used/);
  codeOf(await submitCode(second.browser, second.page, codeFor(harness, caller.secret, 1)));
});

test('starts over after five wrong codes', async () => {
  const caller = await createEnrolled();
  const { browser, page } = await enterPassword(caller);
  const right = nextCode(caller);
  for (let tries = 1; tries < 5; tries++) {
    assert.equal((await submitCode(browser, page, wrong(right))).status, 422);
  }
  const last = await submitCode(browser, page, wrong(right));
  assert.equal(last.status, 400);
  assert.match(last.text, /Too many attempts/);
  const restarted = await submitCode(browser, page, right);
  assert.equal(restarted.url.pathname, '/sign-in');
  const password = await browser.submit(restarted, '/sign-in', { email: caller.email });
  const again = await browser.submit(password, '/sign-in/password', { password: PASSWORD });
  codeOf(await submitCode(browser, again, right));
});

test('lets no other sign-in page bypass the code', async () => {
  const caller = await createEnrolled();
  const organization = await createOrganization(harness);
  await addTo(organization.id, caller);
  const { browser, page } = await enterPassword(caller);
  const session = `authorization_session_id=${page.url.searchParams.get('authorization_session_id')}`;
  for (const path of ['/mfa/enroll', '/create-passkey']) {
    assert.equal((await browser.open(`${path}?${session}`)).url.pathname, '/mfa', path);
  }
  for (const [path, fields] of [
    ['/select-organization', { organization_id: organization.id }],
    ['/mfa/enroll', { factor_id: 'x', code: '123456' }],
    ['/create-passkey', { skip: 'later' }],
  ] as const) {
    const response = await browser.post(path, { ...fields, ...tokensOf(page) });
    assert.match(response.headers.get('Location') ?? '', /^\/mfa/, path);
  }
  const stranger = await startSignIn(harness);
  const other = stranger.page.url.searchParams.get('authorization_session_id') ?? '';
  for (const path of ['/mfa', '/mfa/enroll']) {
    const { url } = await stranger.browser.open(`${path}?authorization_session_id=${other}`);
    assert.equal(url.pathname, '/sign-in', path);
  }
});

test('asks for the code with "Sign in as" too, and remembers the organization', async () => {
  const caller = await createEnrolled();
  const [one, two] = [await createOrganization(harness), await createOrganization(harness)];
  await addTo(one.id, caller);
  await addTo(two.id, caller);
  const { browser } = await startSignIn(harness);
  const people = await browser.open(`/people?search=${caller.email}`);
  await browser.submit(people, `/people/${caller.id}/sign-in`, { organization_id: two.id });
  const { page, codeVerifier } = await startSignIn(harness, {}, browser);
  assert.equal(page.url.pathname, '/mfa');
  const { organizationId } = await exchange(await submitCode(browser, page, nextCode(caller)), codeVerifier);
  assert.equal(organizationId, two.id);
});

test('does not ask for a removed authenticator app', async () => {
  const caller = await createEnrolled();
  await deleteTotpFactors(caller.elevated);
  const { page } = await enterPassword(caller);
  codeOf(page);
});

test('asks no one when MFA is off, and makes everyone set it up when it is required', async () => {
  const enrolled = await createEnrolled();
  const caller = await createCaller(harness, { password: true });
  setSettings(harness, { mfa: 'off' });
  codeOf((await enterPassword(enrolled)).page);
  setSettings(harness, { mfa: 'required' });
  const { browser, page, codeVerifier } = await enterPassword(caller);
  assert.equal(page.url.pathname, '/mfa/enroll');
  assert.match(page.text, /This app requires multi-factor authentication/);
  assert.match(page.html, /<img[^>]*src="data:image\/png;base64,/);
  const secret = /<code class="key">([A-Z2-7]+)</.exec(page.html)?.[1] ?? '';

  // A wrong code changes nothing, so the page shows the same secret.
  const refused = await submitCode(browser, page, wrong(codeFor(harness, secret)));
  assert.equal(refused.status, 422);
  assert.match(refused.alert, /incorrect/);
  assert.ok(refused.html.includes(secret));
  const done = await submitCode(browser, refused, codeFor(harness, secret));
  await exchange(done, codeVerifier);

  const again = await enterPassword(caller);
  assert.equal(again.page.url.pathname, '/mfa');
  codeOf(await submitCode(again.browser, again.page, nextCode({ secret })));
  setSettings(harness);
});

test('binds an unfinished setup to one person', async () => {
  setSettings(harness, { mfa: 'required' });
  const [one, other] = [
    await enterPassword(await createCaller(harness, { password: true })),
    await enterPassword(await createCaller(harness, { password: true })),
  ];
  const factorId = /name="factor_id" value="([^"]+)"/.exec(other.page.html)?.[1] ?? '';
  const secret = /<code class="key">([A-Z2-7]+)</.exec(other.page.html)?.[1] ?? '';
  const code = codeFor(harness, secret);
  const page = await one.browser.submit(one.page, '/mfa/enroll', { factor_id: factorId, code });
  assert.equal(page.url.pathname, '/mfa/enroll');
  assert.ok(!page.html.includes(secret));
  codeOf(await submitCode(other.browser, other.page, code));
  setSettings(harness);
});

test('requires MFA to enter such an organization, at sign-in and when switching', async () => {
  const caller = await createCaller(harness, { password: true });
  const [open, strict] = [await createOrganization(harness), await createOrganization(harness)];
  await addTo(open.id, caller);
  await addTo(strict.id, caller);
  await requireMfa(strict.id);

  const first = await enterPassword(caller, { organizationId: open.id });
  const session = await exchange(first.page, first.codeVerifier);
  const switchTo = (refreshToken: string, organizationId: string) =>
    harness.workos.userManagement.authenticateWithRefreshToken({
      clientId: CLIENT_ID,
      refreshToken,
      organizationId,
    });
  await assert.rejects(switchTo(session.refreshToken, strict.id), { status: 400, code: 'mfa_enrollment' });

  // AuthKit then starts a sign-in to that organization.
  const second = await enterPassword(caller, { organizationId: strict.id });
  assert.equal(second.page.url.pathname, '/mfa/enroll');
  assert.match(second.page.text, /Organization .* requires multi-factor authentication/);
  const secret = /<code class="key">([A-Z2-7]+)</.exec(second.page.html)?.[1] ?? '';
  const done = await submitCode(second.browser, second.page, codeFor(harness, secret));
  const entered = await exchange(done, second.codeVerifier);
  assert.equal(entered.organizationId, strict.id);
  const back = await switchTo(entered.refreshToken, open.id);
  assert.equal((await switchTo(back.refreshToken, strict.id)).organizationId, strict.id);

  // The first session still has no second factor, although the person has an app now. The failed refresh did
  // not use up the token.
  await assert.rejects(switchTo(session.refreshToken, strict.id), { code: 'mfa_enrollment' });
  await requireMfa(strict.id, false);
  assert.equal((await switchTo(session.refreshToken, strict.id)).organizationId, strict.id);
});

test("lets an organization require MFA that the environment doesn't offer", async () => {
  setSettings(harness, { mfa: 'off' });
  const caller = await createCaller(harness, { password: true });
  const strict = await createOrganization(harness);
  await addTo(strict.id, caller);
  await addTo((await createOrganization(harness)).id, caller);
  await requireMfa(strict.id);
  const { browser, page, codeVerifier } = await enterPassword(caller);
  assert.equal(page.url.pathname, '/select-organization');
  const enrollment = await browser.submit(
    page,
    '/select-organization',
    { organization_id: strict.id },
    await nameOf(strict.id),
  );
  assert.equal(enrollment.url.pathname, '/mfa/enroll');
  const secret = /<code class="key">([A-Z2-7]+)</.exec(enrollment.html)?.[1] ?? '';
  const done = await submitCode(browser, enrollment, codeFor(harness, secret));
  assert.equal((await exchange(done, codeVerifier)).organizationId, strict.id);
  setSettings(harness);
});

test('turns passwords off', async () => {
  const caller = await createCaller(harness, { password: true });
  const open = await startSignIn(harness);
  const password = await open.browser.submit(open.page, '/sign-in', { email: caller.email });
  setSettings(harness, { passwords: false });
  const refused = await open.browser.submit(password, '/sign-in/password', { password: PASSWORD });
  assert.match(refused.alert, /turned off/);
  const { browser, page } = await startSignIn(harness);
  assert.match((await browser.submit(page, '/sign-in', { email: caller.email })).alert, /turned off/);
  const signUp = await startSignIn(harness, { screenHint: 'sign-up' });
  const fields = { email: 'someone.new@example.com', password: 'seven-lemons-sang' };
  assert.match((await signUp.browser.submit(signUp.page, '/sign-up', fields)).alert, /turned off/);
  setSettings(harness);
});

async function nameOf(organizationId: string): Promise<string> {
  return (await harness.workos.organizations.getOrganization(organizationId)).name;
}
