import assert from 'node:assert/strict';
import { test } from 'node:test';
import bcrypt from 'bcryptjs';
import { CLIENT_ID } from '../src/http/options.ts';
import { Browser, codeOf, openAuthorize, type Page, REDIRECT_URI, startSignIn } from './browser.ts';
import {
  ACME,
  createMember,
  createOrganization,
  type Harness,
  KOFI,
  MARCELINA,
  mailsTo,
  newEmail,
  SEED_PASSWORD,
  startHarness,
} from './harness.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const PASSWORD = 'purple-otter-canyon-lamp';
/** The same password, with a cheap hash for speed. */
const IMPORTED = { passwordHash: bcrypt.hashSync(PASSWORD, 4), passwordHashType: 'bcrypt' } as const;

const authorize = (query: Record<string, string>, browser?: Browser) =>
  openAuthorize(harness, query, browser);

/** Exchanges the code, like the app does, for the user who signed in. */
async function exchange(page: Page, codeVerifier: string, of: Harness = harness) {
  return of.workos.userManagement.authenticateWithCodeAndVerifier({
    clientId: CLIENT_ID,
    code: codeOf(page),
    codeVerifier,
  });
}

/** Signs up and stops at the page that asks for the emailed code. */
async function signUp(of: Harness, email: string, password = PASSWORD) {
  const { browser, page: start, codeVerifier } = await startSignIn(of, { screenHint: 'sign-up' });
  const page = await browser.submit(start, '/sign-up', { email, password });
  const code = (await mailsTo(of, email))[0]?.code ?? '';
  return { browser, page, codeVerifier, code, wrongCode: code === '000000' ? '000001' : '000000' };
}

async function submitPassword(email: string, password: string, organizationId?: string) {
  const options = organizationId === undefined ? {} : { organizationId };
  const { browser, page: start, codeVerifier } = await startSignIn(harness, options);
  const page = await browser.submit(start, '/sign-in', { email });
  return { browser, codeVerifier, page: await browser.submit(page, '/sign-in/password', { password }) };
}

test('shows an unknown client ID instead of redirecting', async () => {
  for (const client_id of ['client_other', '']) {
    const page = await authorize({ client_id });
    assert.equal(page.status, 400);
    assert.match(page.text, /Unknown client ID/);
  }
});

test('shows a redirect URI that is not allowed instead of following it', async () => {
  for (const redirect_uri of [
    'https://evil.example/callback',
    'http://localhost:3000/callback/more',
    'http://localhost:3000/callback?to=evil',
    'http://localhost:3000@evil.example/callback',
    '',
  ]) {
    const page = await authorize({ redirect_uri });
    assert.equal(page.status, 400, redirect_uri);
    assert.match(page.text, /This redirect URI is not allowed/);
    assert.match(page.text, /Allowed redirect URIs[\s\S]*http:\/\/localhost:3000\/callback/);
  }
});

test('returns an invalid request to the app with the reason and the state', async () => {
  const wrong: [query: Record<string, string>, description: RegExp][] = [
    [{ response_type: 'token' }, /response_type must be code/],
    [{ code_challenge: 'abc', code_challenge_method: 'plain' }, /code_challenge_method must be S256/],
    [{ code_challenge: '', code_challenge_method: 'S256' }, /code_challenge is empty/],
    [{ code_challenge: 'abc' }, /requires code_challenge_method=S256/],
  ];
  for (const [query, description] of wrong) {
    const { url } = await authorize({ ...query, state: 'kept & safe' });
    assert.equal(url.origin + url.pathname, REDIRECT_URI);
    assert.equal(url.searchParams.get('error'), 'invalid_request');
    assert.match(url.searchParams.get('error_description') ?? '', description);
    assert.equal(url.searchParams.get('state'), 'kept & safe');
    assert.equal(url.searchParams.get('code'), null);
  }
});

test('returns the state unchanged', async () => {
  const state = 'a=b&c d/ü?#{"returnTo":"/users"}';
  const browser = new Browser(harness);
  const start = await authorize({ state }, browser);
  const page = await browser.submit(start, '/sign-in/continue', {}, 'Mika Laine');
  assert.equal(page.url.searchParams.get('state'), state);
  const without = await browser.submit(await authorize({}, browser), '/sign-in/continue', {}, 'Mika Laine');
  assert.equal(without.url.searchParams.has('state'), false);
});

test('uses the hints to choose the page and fill in the form', async () => {
  const { page: signIn } = await startSignIn(harness, { loginHint: 'ada@example.com' });
  assert.match(signIn.text, /^Sign in/);
  assert.match(signIn.html, /value="ada@example.com"/);
  const { page: signUpPage } = await startSignIn(harness, {
    screenHint: 'sign-up',
    loginHint: 'ada@example.com',
  });
  assert.match(signUpPage.text, /^Sign up/);
  assert.match(signUpPage.html, /value="ada@example.com"/);
});

test('signs in a seeded person with one click, and shows their role and organization', async () => {
  const { page: start } = await startSignIn(harness);
  for (const choice of [
    'Marcelina Davis Admin · Acme Corporation',
    'Mika Laine Member · Acme Corporation',
    'Kofi Mensah Member · Globex',
    'Marcelina Davis Admin · Initech',
    'Noor Haddad No organization',
  ]) {
    assert.ok(start.text.includes(choice), choice);
  }
  const { browser, page, codeVerifier } = await startSignIn(harness);
  const back = await browser.submit(page, '/sign-in/continue', {}, 'Marcelina Davis Admin · Acme');
  const { user, organizationId } = await exchange(back, codeVerifier);
  assert.deepEqual([user.id, organizationId], [MARCELINA, ACME]);

  const noor = await startSignIn(harness);
  const inNone = await noor.browser.submit(noor.page, '/sign-in/continue', {}, 'Noor Haddad');
  assert.equal((await exchange(inNone, noor.codeVerifier)).organizationId, undefined);
});

test('rejects people who are not on the "continue as" list', async () => {
  const member = await createMember(harness);
  const { browser, page } = await startSignIn(harness);
  const refused = await browser.submit(page, '/sign-in/continue', {
    user_id: member.id,
    organization_id: '',
  });
  assert.equal(refused.status, 422);
  assert.match(refused.alert, /no longer exists/);
});

test('signs members in to the organization the app asks for', async () => {
  const { browser, page, codeVerifier } = await startSignIn(harness, { organizationId: ACME });
  assert.doesNotMatch(page.text, /Globex|Initech|Noor/);
  const back = await browser.submit(page, '/sign-in/continue', {}, 'Mika Laine');
  assert.equal((await exchange(back, codeVerifier)).organizationId, ACME);

  const foreign = await createOrganization(harness);
  const other = await startSignIn(harness, { organizationId: foreign.id });
  assert.doesNotMatch(other.page.text, /Marcelina/);
  const email = await other.browser.submit(other.page, '/sign-in', { email: 'kofi.mensah@example.com' });
  const refused = await other.browser.submit(email, '/sign-in/password', { password: SEED_PASSWORD });
  assert.equal(refused.status, 400);
  assert.match(refused.text, /You are not a member of this organization/);
  assert.match((await other.browser.click(refused, 'Sign in as someone else')).text, /^Sign in/);
});

test('reports an unknown email and a wrong password', async () => {
  const { browser, page } = await startSignIn(harness);
  const unknown = await browser.submit(page, '/sign-in', { email: 'nobody@example.com' });
  assert.equal(unknown.status, 422);
  assert.match(unknown.alert, /No account found for nobody@example.com/);
  assert.match((await browser.submit(page, '/sign-in', { email: ' ' })).alert, /Enter your email address/);

  const passwordPage = await browser.submit(page, '/sign-in', { email: ' MIKA.LAINE@example.com ' });
  assert.match(passwordPage.text, /Enter your password/);
  const empty = await browser.submit(passwordPage, '/sign-in/password', { password: '' });
  assert.match(empty.alert, /Enter your password/);
  const wrong = await browser.submit(passwordPage, '/sign-in/password', { password: 'not-this-one' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.alert, /That password is incorrect/);
  assert.match(wrong.html, /aria-invalid="true"/);
});

test('signs in with email and password', async () => {
  const { page, codeVerifier } = await submitPassword('mika.laine@example.com', SEED_PASSWORD, ACME);
  const { user, authenticationMethod } = await exchange(page, codeVerifier);
  assert.deepEqual([user.email, authenticationMethod], ['mika.laine@example.com', 'Password']);
  assert.ok(user.lastSignInAt);
});

test('offers several organizations, most recently used first', async () => {
  const member = await createMember(harness);
  await userManagement.updateUser({ userId: member.id, ...IMPORTED });
  const organizations = [await createOrganization(harness), await createOrganization(harness)];
  for (const { id } of organizations) {
    await userManagement.createOrganizationMembership({ userId: member.id, organizationId: id });
  }
  const [first, second] = organizations.map(({ id }) => id);
  const { browser, page: chooser, codeVerifier } = await submitPassword(member.email, PASSWORD);
  assert.match(chooser.text, /Choose an organization/);
  const listed = [...chooser.html.matchAll(/name="organization_id" value="([^"]*)"/g)].map(([, id]) => id);
  assert.deepEqual(listed, [first, second]);

  const foreign = await browser.submit(chooser, '/select-organization', { organization_id: ACME });
  assert.match(foreign.text, /You are not a member of this organization/);
  const back = await browser.submit(chooser, '/select-organization', { organization_id: second ?? '' });
  assert.equal((await exchange(back, codeVerifier)).organizationId, second);

  const again = (await submitPassword(member.email, PASSWORD)).page;
  const relisted = [...again.html.matchAll(/name="organization_id" value="([^"]*)"/g)].map(([, id]) => id);
  assert.deepEqual(relisted, [second, first]);
});

test('redirects from the organization and code pages to sign-in if no one has signed in', async () => {
  const { browser, page } = await startSignIn(harness);
  const query = page.url.search;
  for (const path of ['/select-organization', '/verify-email']) {
    assert.match((await browser.open(path + query)).text, /^Sign in/, path);
  }
});

test('requires an email and a password that meets the policy at sign-up', async () => {
  const { browser, page } = await startSignIn(harness, { screenHint: 'sign-up' });
  const submit = (email: string, password: string) => browser.submit(page, '/sign-up', { email, password });
  const email = newEmail();
  assert.match((await submit('not-an-address', PASSWORD)).alert, /Enter a valid email address/);
  assert.match((await submit(email, 'short')).alert, /at least 10 characters/);
  assert.match((await submit(email, 'passwordpassword')).alert, /too weak/);
  assert.match(
    (await submit(email, `${email.split('@')[0]}-${PASSWORD}`)).alert,
    /must not contain the email/,
  );
  const taken = await submit('Kofi.Mensah@example.com', PASSWORD);
  assert.equal(taken.status, 422);
  assert.match(taken.alert, /already has an account/);
  assert.deepEqual((await userManagement.listUsers({ email })).data, [], 'no account was created');
});

test('signs up with the emailed code', async () => {
  const email = newEmail();
  const { browser, page, codeVerifier, code, wrongCode } = await signUp(harness, email);
  assert.match(page.text, /Check your email/);
  assert.match(code, /^\d{6}$/);
  const wrong = await browser.submit(page, '/verify-email', { code: wrongCode });
  assert.equal(wrong.status, 422);
  assert.match(wrong.alert, /That code is incorrect/);
  const back = await browser.submit(page, '/verify-email', { code: ` ${code} ` });
  const { user, organizationId } = await exchange(back, codeVerifier);
  assert.deepEqual([user.email, user.emailVerified, organizationId], [email, true, undefined]);
});

test('rejects a used or expired code, and accepts a new one', async () => {
  const own = await startHarness();
  const email = newEmail();
  const { browser, page, codeVerifier, code } = await signUp(own, email);
  own.advance(601);
  assert.match((await browser.submit(page, '/verify-email', { code })).alert, /That code has expired/);

  await browser.submit(page, '/verify-email', { resend: '1' }, 'Send a new code');
  const [newest] = await mailsTo(own, email);
  const elsewhere = await startSignIn(own);
  const passwordPage = await elsewhere.browser.submit(elsewhere.page, '/sign-in', { email });
  const other = await elsewhere.browser.submit(passwordPage, '/sign-in/password', { password: PASSWORD });
  assert.match(
    (await browser.submit(page, '/verify-email', { code: newest?.code ?? '' })).alert,
    /That code is incorrect/,
    'a newer code was sent',
  );
  const [last] = await mailsTo(own, email);
  const back = await browser.submit(page, '/verify-email', { code: last?.code ?? '' });
  assert.equal((await exchange(back, codeVerifier, own)).user.email, email);
  assert.match(
    (await elsewhere.browser.submit(other, '/verify-email', { code: last?.code ?? '' })).alert,
    /That code has already been used/,
  );
});

test('rejects even the right code after five wrong attempts', async () => {
  const email = newEmail();
  const { browser, page, code, wrongCode } = await signUp(harness, email);
  for (let tries = 0; tries < 5; tries++) {
    assert.match((await browser.submit(page, '/verify-email', { code: wrongCode })).alert, /is incorrect/);
  }
  assert.match((await browser.submit(page, '/verify-email', { code })).alert, /Too many attempts/);
  await browser.submit(page, '/verify-email', { resend: '1' }, 'Send a new code');
  const [newest] = await mailsTo(harness, email);
  codeOf(await browser.submit(page, '/verify-email', { code: newest?.code ?? '' }));
});

test('changes nothing at sign-up for an existing address until the code is entered', async () => {
  const member = await createMember(harness);
  await userManagement.updateUser({ userId: member.id, firstName: 'Ada', lastName: 'Byron' });
  const before = await userManagement.getUser(member.id);
  const { browser, page: start, codeVerifier } = await startSignIn(harness, { screenHint: 'sign-up' });
  const account = { email: member.email, first_name: 'Eve', last_name: '', password: PASSWORD };
  const page = await browser.submit(start, '/sign-up', account);
  assert.match(page.text, /Check your email/);
  assert.deepEqual(await userManagement.getUser(member.id), before);
  const { browser: other, page: signIn } = await startSignIn(harness);
  const refused = await other.submit(signIn, '/sign-in', { email: member.email });
  assert.match(refused.alert, /has no password yet\. Sign up to choose one/);

  const code = (await mailsTo(harness, member.email))[0]?.code ?? '';
  const { user } = await exchange(await browser.submit(page, '/verify-email', { code }), codeVerifier);
  assert.deepEqual([user.id, user.firstName, user.lastName], [member.id, 'Eve', 'Byron']);
  codeOf((await submitPassword(member.email, PASSWORD)).page);
});

test('gives a squatter nothing when the owner of the address signs up', async () => {
  const email = newEmail();
  const stranger = await signUp(harness, email, `strange-${PASSWORD}`);
  const owner = await signUp(harness, email);
  assert.match(owner.page.text, /Check your email/, 'an unverified address belongs to no account');
  await exchange(
    await owner.browser.submit(owner.page, '/verify-email', { code: owner.code }),
    owner.codeVerifier,
  );
  const waiting = await stranger.browser.submit(stranger.page, '/verify-email', { code: stranger.code });
  assert.equal(waiting.status, 422);
  const chooser = await stranger.browser.open(`/select-organization${stranger.page.url.search}`);
  assert.match(chooser.text, /Choose an organization/);
  const entered = await stranger.browser.submit(stranger.page, '/verify-email', { code: '' });
  assert.equal(entered.status, 422);
  assert.match((await submitPassword(email, `strange-${PASSWORD}`)).page.alert, /That password is incorrect/);
  codeOf((await submitPassword(email, PASSWORD)).page);
});

test('creates one account for concurrent sign-ups with the same address', async () => {
  const email = newEmail();
  const starts = await Promise.all([1, 2, 3].map(() => startSignIn(harness, { screenHint: 'sign-up' })));
  const pages = await Promise.all(
    starts.map(({ browser, page }) => browser.submit(page, '/sign-up', { email, password: PASSWORD })),
  );
  for (const page of pages) assert.match(page.text, /Check your email/);
  assert.equal((await userManagement.listUsers({ email })).data.length, 1);
});

test('rejects an email or a name that is too long at sign-up', async () => {
  const { browser, page } = await startSignIn(harness, { screenHint: 'sign-up' });
  const fields = { email: newEmail(), password: PASSWORD };
  const longAddress = `${'a'.repeat(60)}@${'b.'.repeat(100)}com`;
  assert.match(
    (await browser.submit(page, '/sign-up', { ...fields, email: longAddress })).alert,
    /valid email/,
  );
  const longName = await browser.submit(page, '/sign-up', { ...fields, first_name: 'a'.repeat(256) });
  assert.equal(longName.status, 422);
  assert.match(longName.alert, /Enter a shorter name/);
});

test('resets a forgotten password with an emailed link, once', async () => {
  const member = await createMember(harness);
  await userManagement.updateUser({ userId: member.id, ...IMPORTED });
  const { browser, page } = await startSignIn(harness);
  const passwordPage = await browser.submit(page, '/sign-in', { email: member.email });
  const forgot = await browser.click(passwordPage, 'Forgot your password?');
  assert.match(forgot.html, new RegExp(`value="${member.email}"`));
  const unknown = await browser.submit(forgot, '/forgot-password', { email: 'nobody@example.com' });
  const known = await browser.submit(forgot, '/forgot-password', {});
  assert.equal(
    known.text.replaceAll(member.email, ''),
    unknown.text.replaceAll('nobody@example.com', ''),
    'it does not reveal who has an account',
  );
  assert.deepEqual(await mailsTo(harness, 'nobody@example.com'), []);
  assert.equal((await browser.submit(forgot, '/forgot-password', { email: '' })).status, 422);

  const link = (await mailsTo(harness, member.email))[0]?.link ?? '';
  const choose = await browser.open(link);
  const weak = await browser.submit(choose, '/reset-password', { password: 'password' });
  assert.equal(weak.status, 422);
  assert.match(weak.alert, /at least 10 characters/);
  const done = await browser.submit(choose, '/reset-password', { password: `new-${PASSWORD}` });
  assert.match(done.text, /Your password has been changed/);
  assert.match((await browser.click(done, 'Sign in')).text, /^Sign in/, 'the sign-in continues');

  const used = await browser.open(link);
  assert.equal(used.status, 400);
  assert.match(used.alert, /This link has already been used/);
  assert.match(
    (await browser.submit(choose, '/reset-password', { password: PASSWORD })).alert,
    /has already been used/,
  );
  assert.match((await submitPassword(member.email, PASSWORD)).page.alert, /That password is incorrect/);
  codeOf((await submitPassword(member.email, `new-${PASSWORD}`)).page);
});

test('rejects a wrong or expired reset link', async () => {
  const own = await startHarness();
  assert.match((await new Browser(own).open('/reset-password?token=none')).alert, /The link is incomplete/);
  const { browser, page } = await startSignIn(own);
  const email = 'kofi.mensah@example.com';
  const passwordPage = await browser.submit(page, '/sign-in', { email });
  await browser.submit(await browser.click(passwordPage, 'Forgot your password?'), '/forgot-password');
  const link = (await mailsTo(own, email))[0]?.link ?? '';
  own.advance(3601);
  assert.match((await browser.open(link)).alert, /This link has expired/);
});

test('signs up an invited person and adds them to the organization', async () => {
  const organization = await createOrganization(harness);
  const email = newEmail();
  const { token, acceptInvitationUrl } = await userManagement.sendInvitation({
    email,
    organizationId: organization.id,
    roleSlug: 'admin',
  });
  const atTheApp = await new Browser(harness).open(acceptInvitationUrl);
  assert.equal(atTheApp.url.toString(), `http://localhost:3000/sign-in?invitation_token=${token}`);

  const { browser, page, codeVerifier } = await startSignIn(harness, { invitationToken: token });
  assert.match(page.text, /Accept your invitation/);
  assert.match(page.html, new RegExp(`value="${email}"[^>]*readonly`));
  const back = await browser.submit(page, '/sign-up', {
    email: newEmail(),
    first_name: 'Ada',
    last_name: 'Byron',
    password: PASSWORD,
  });
  const { user, organizationId } = await exchange(back, codeVerifier);
  assert.equal(organizationId, organization.id);
  assert.deepEqual(
    [user.email, user.firstName, user.lastName, user.emailVerified],
    [email, 'Ada', 'Byron', true],
    'following the link verified the invited address',
  );
  const { data } = await userManagement.listOrganizationMemberships({ userId: user.id });
  assert.deepEqual(
    data.map(({ status, role }) => [status, role.slug]),
    [['active', 'admin']],
  );
});

test('signs in an invited person with an account and adds them to the organization', async () => {
  const organization = await createOrganization(harness);
  const email = 'mika.laine@example.com';
  const { token } = await userManagement.sendInvitation({ email, organizationId: organization.id });
  const { browser, page, codeVerifier } = await startSignIn(harness, { invitationToken: token });
  assert.match(page.text, /^Sign in/);
  assert.match(page.html, new RegExp(`value="${email}"`));
  assert.doesNotMatch(page.text, /Marcelina/, 'no one else is offered');
  const passwordPage = await browser.submit(page, '/sign-in');
  const back = await browser.submit(passwordPage, '/sign-in/password', { password: SEED_PASSWORD });
  assert.equal((await exchange(back, codeVerifier)).organizationId, organization.id);
});

test('accepts an invitation only for its own address', async () => {
  const organization = await createOrganization(harness);
  const email = newEmail();
  const { id, token } = await userManagement.sendInvitation({ email, organizationId: organization.id });
  const { browser, page } = await startSignIn(harness, { invitationToken: token });
  const signIn = await browser.click(page, 'Sign in');
  const passwordPage = await browser.submit(signIn, '/sign-in', { email: 'kofi.mensah@example.com' });
  const refused = await browser.submit(passwordPage, '/sign-in/password', { password: SEED_PASSWORD });
  assert.equal(refused.status, 400);
  assert.match(refused.alert, new RegExp(`It was sent to ${email}, but you signed in as kofi`));
  assert.equal((await userManagement.getInvitation(id)).state, 'pending');
});

test('explains why an invitation cannot be used', async () => {
  const own = await startHarness();
  const organization = await createOrganization(own);
  const invite = async () =>
    own.workos.userManagement.sendInvitation({ email: newEmail(), organizationId: organization.id });
  const [accepted, revoked, expired] = [await invite(), await invite(), await invite()];
  await own.workos.userManagement.acceptInvitation(accepted.id);
  await own.workos.userManagement.revokeInvitation(revoked.id);
  own.advance(8 * 86_400);
  for (const [link, text] of [
    [accepted.acceptInvitationUrl, /has already been used/],
    [revoked.acceptInvitationUrl, /has been revoked/],
    [expired.acceptInvitationUrl, /has expired/],
    [`${own.origin}/invite?invitation_token=none`, /does not exist/],
  ] as const) {
    const page = await new Browser(own).open(link);
    assert.equal(page.status, 400);
    assert.match(page.text, text);
  }
  const { page } = await startSignIn(own, { invitationToken: revoked.token });
  assert.match(page.text, /This invitation cannot be used This invitation has been revoked/);
});

test('creates no account for an invitation revoked during sign-up', async () => {
  const organization = await createOrganization(harness);
  const email = newEmail();
  const { id, token } = await userManagement.sendInvitation({ email, organizationId: organization.id });
  const [before] = (await userManagement.listUsers({ email })).data;
  const { browser, page } = await startSignIn(harness, { invitationToken: token });
  await userManagement.revokeInvitation(id);
  const refused = await browser.submit(page, '/sign-up', { first_name: 'Ada', password: PASSWORD });
  assert.equal(refused.status, 400);
  assert.match(refused.alert, /This invitation has been revoked\. Ask an admin/);
  assert.match(refused.html, /href="http:\/\/localhost:3000\/sign-in"/);
  assert.deepEqual((await userManagement.listUsers({ email })).data, [before]);
});

test('allows a sign-in without an invitation revoked during it', async () => {
  const organization = await createOrganization(harness);
  const email = 'mika.laine@example.com';
  const { id, token } = await userManagement.sendInvitation({ email, organizationId: organization.id });
  const { browser, page } = await startSignIn(harness, { invitationToken: token });
  const passwordPage = await browser.submit(page, '/sign-in');
  await userManagement.revokeInvitation(id);
  const refused = await browser.submit(passwordPage, '/sign-in/password', { password: SEED_PASSWORD });
  assert.match(refused.alert, /This invitation has been revoked/);
  assert.match(refused.html, /href="http:\/\/localhost:3000\/sign-in"/);
});

test('accepts an invitation after a sign-up with an unverified address', async () => {
  const organization = await createOrganization(harness);
  const email = newEmail();
  await signUp(harness, email, `strange-${PASSWORD}`);
  const { token } = await userManagement.sendInvitation({ email, organizationId: organization.id });
  const { browser, page, codeVerifier } = await startSignIn(harness, { invitationToken: token });
  assert.match(page.text, /Accept your invitation/);
  const back = await browser.submit(page, '/sign-up', { password: PASSWORD });
  assert.equal((await exchange(back, codeVerifier)).organizationId, organization.id);
  codeOf((await submitPassword(email, PASSWORD)).page);
});

test('ends a sign-in once it returned to the app', async () => {
  const { browser, page } = await startSignIn(harness);
  codeOf(await browser.submit(page, '/sign-in/continue', {}, 'Mika Laine'));
  const again = await browser.submit(page, '/sign-in/continue', {}, 'Mika Laine');
  assert.equal(again.status, 400);
  assert.match(again.text, /This sign-in has expired/);
  assert.match((await browser.open(`/select-organization${page.url.search}`)).text, /has expired/);
});

test('expires a sign-in that is left open too long', async () => {
  const own = await startHarness();
  const { browser, page } = await startSignIn(own);
  own.advance(3601);
  const expired = await browser.submit(page, '/sign-in/continue', {}, 'Mika Laine');
  assert.equal(expired.status, 400);
  assert.match(expired.text, /This sign-in has expired/);
  assert.match((await browser.open('/sign-in')).text, /This sign-in has expired/);
});

test('signs in as a person from the People page, once, within a minute', async () => {
  const own = await startHarness();
  const browser = new Browser(own);
  const people = await browser.open('/people?search=kofi');
  const choose = () => browser.submit(people, `/people/${KOFI}/sign-in`, { organization_id: ACME });
  assert.equal((await choose()).url.toString(), 'http://localhost:3000/sign-in');
  const first = await startSignIn(own, {}, browser);
  const { user, organizationId } = await exchange(first.page, first.codeVerifier, own);
  assert.deepEqual([user.id, organizationId], [KOFI, ACME]);
  assert.match((await startSignIn(own, {}, browser)).page.text, /^Sign in/, 'used up');
  await choose();
  own.advance(61);
  assert.match((await startSignIn(own, {}, browser)).page.text, /^Sign in/, 'too late');
});

test('escapes what people type', async () => {
  const hint = '"><script>alert(1)</script>';
  const { page } = await startSignIn(harness, { loginHint: hint });
  assert.doesNotMatch(page.html, /<script>/);
  assert.match(page.html, /&lt;script&gt;/);
  const response = await harness.request(`/sign-in${page.url.search}`);
  assert.match(response.headers.get('Content-Security-Policy') ?? '', /default-src 'none'/);
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
});
