import assert from 'node:assert/strict';
import { test } from 'node:test';
import { me } from '@workos-inc/widgets/experimental/api/fetch';
import { CLIENT_ID } from '../src/http/options.ts';
import { Browser, codeOf, openAuthorize, type Page, REDIRECT_URI, startSignIn } from './browser.ts';
import { authorized, createOrganization, mailsTo, newEmail, startHarness, userToken } from './harness.ts';
import { PASSWORD, PASSWORD_FIELDS, setSettings, signInWithPassword } from './security.ts';
import { createSsoOrganization } from './sso.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

/** The path of a provider's page. */
const PROVIDER = '/sign-in/provider';

type Options = Parameters<typeof userManagement.getAuthorizationUrlWithPKCE>[0] & {
  invitationToken?: string;
};

/** Sends a person to a provider, as an app does. */
async function open(
  provider: string,
  { invitationToken, ...more }: Partial<Options> = {},
  browser = new Browser(harness),
) {
  const { url, codeVerifier } = await userManagement.getAuthorizationUrlWithPKCE({
    provider,
    redirectUri: REDIRECT_URI,
    ...more,
  });
  // The SDK has no such option here, so apps add it to the URL.
  const invitation = invitationToken === undefined ? '' : `&invitation_token=${invitationToken}`;
  return { browser, codeVerifier, page: await browser.open(url + invitation) };
}

type Person = { email: string; first_name?: string; last_name?: string };

/** Signs in at the provider, and verifies the address if a code was mailed. */
async function signInAt(provider: string, person: Person, browser = new Browser(harness)) {
  const { page, codeVerifier } = await open(provider, {}, browser);
  const answer = await browser.submit(page, PROVIDER, person, 'First name');
  const verified =
    answer.url.pathname === '/verify-email' ? await verify(browser, answer, person.email) : answer;
  return exchange(verified, codeVerifier);
}

async function verify(browser: Browser, page: Page, email: string): Promise<Page> {
  const code = (await mailsTo(harness, email))[0]?.code ?? '';
  return browser.submit(page, '/verify-email', { code });
}

const exchange = (page: Page, codeVerifier: string) =>
  userManagement.authenticateWithCodeAndVerifier({ clientId: CLIENT_ID, code: codeOf(page), codeVerifier });

for (const [provider, name, identity = provider] of [
  ['GoogleOAuth', 'Google'],
  ['MicrosoftOAuth', 'Microsoft'],
  ['GitHubOAuth', 'GitHub', 'GithubOAuth'],
  ['AppleOAuth', 'Apple'],
  ['SlackOAuth', 'Slack'],
]) {
  test(`${provider}: creates a user, and recognizes the account from then on`, async () => {
    const email = newEmail();
    const { page } = await open(provider ?? '', { loginHint: email });
    assert.match(page.text, new RegExp(`Sign in with ${name}`));
    assert.match(page.html, new RegExp(`value="${email}"`));

    const first = await signInAt(provider ?? '', { email, first_name: 'Grace', last_name: 'Hopper' });
    assert.equal(first.authenticationMethod, provider);
    const { id, emailVerified, firstName, lastName } = first.user;
    assert.deepEqual([emailVerified, firstName, lastName], [true, 'Grace', 'Hopper']);
    const [linked, ...others] = await userManagement.getUserIdentities(id);
    assert.deepEqual([linked?.type, linked?.provider, others], ['OAuth', provider, []]);
    const raw = await (await harness.get(`/user_management/users/${id}/identities`)).json();
    assert.equal(raw[0].provider, identity);
    assert.ok(linked?.idpId);
    const { data: sessions } = await userManagement.listSessions(id);
    assert.equal(sessions[0]?.authMethod, 'oauth');

    // The page offers the account, and nothing has to be verified again.
    const { browser, page: again, codeVerifier } = await open(provider ?? '');
    const back = await browser.submit(again, PROVIDER, {}, email);
    const second = await exchange(back, codeVerifier);
    assert.deepEqual([second.user.id, second.user.firstName], [id, 'Grace']);
    assert.deepEqual(await userManagement.getUserIdentities(id), [linked]);
  });
}

test('trusts the addresses that a provider gives out itself', async () => {
  for (const [provider, domain, verified] of [
    ['GoogleOAuth', 'gmail.com', true],
    ['MicrosoftOAuth', 'outlook.com', true],
    ['AppleOAuth', 'icloud.com', true],
    ['MicrosoftOAuth', 'gmail.com', false],
    ['GoogleOAuth', 'gmail.com.example', false],
    ['GitHubOAuth', 'gmail.com', false],
  ] as const) {
    const email = `ada-${crypto.randomUUID()}@${domain}`;
    const { browser, page } = await open(provider);
    const answer = await browser.submit(page, PROVIDER, { email }, 'First name');
    assert.equal(answer.url.pathname === '/callback', verified, `${provider} ${domain}`);
  }
});

test('links the account to the user with its address, who keeps the password', async () => {
  const email = newEmail();
  const { id } = await userManagement.createUser({
    email,
    emailVerified: true,
    firstName: 'Countess',
    ...PASSWORD_FIELDS,
  });
  const { user } = await signInAt('GoogleOAuth', { email: email.toUpperCase(), first_name: 'Ada' });
  // As documented, the name is the provider's.
  assert.deepEqual([user.id, user.firstName], [id, 'Ada']);
  assert.equal((await signInWithPassword(harness, email, PASSWORD)).user.id, id);
  await signInAt('GitHubOAuth', { email });
  const providers = (await userManagement.getUserIdentities(id)).map((each) => each.provider);
  assert.deepEqual(providers, ['GoogleOAuth', 'GitHubOAuth']);
});

test('the widgets get the accounts of the providers that they know', async () => {
  const email = newEmail();
  const { user } = await signInAt('GitHubOAuth', { email });
  await signInAt('SlackOAuth', { email });
  assert.equal((await userManagement.getUserIdentities(user.id)).length, 2);
  const { status, data } = await me(authorized(harness, await userToken(harness, user.id)));
  assert.equal(status, 200);
  assert.ok('oauthProfiles' in data && data.oauthProfiles);
  assert.deepEqual(Object.keys(data.oauthProfiles), ['GithubOAuth']);
});

test('events say that a sign-in through a provider succeeded or was denied', async () => {
  const email = newEmail();
  await signInAt('GoogleOAuth', { email });
  const { browser, page } = await open('GoogleOAuth');
  await browser.submit(page, PROVIDER, { deny: '1', email: '' }, 'First name');
  const { data } = await harness.workos.events.listEvents({
    events: ['authentication.oauth_succeeded', 'authentication.oauth_failed'],
    order: 'desc',
    limit: 2,
  });
  assert.deepEqual(
    data.map(({ event }) => event),
    ['authentication.oauth_failed', 'authentication.oauth_succeeded'],
  );
  assert.ok(JSON.stringify(data[1]).includes(email));
});

test('links nothing before the person has proved that the mailbox is theirs', async () => {
  const email = newEmail();
  const { id } = await userManagement.createUser({ email, emailVerified: true, firstName: 'Victim' });
  const { browser, page } = await open('GitHubOAuth');
  const stranger = await browser.submit(page, PROVIDER, { email, first_name: 'Mallory' }, 'First name');
  assert.equal(stranger.url.pathname, '/verify-email');
  const refused = await browser.submit(stranger, '/verify-email', { code: '000000' });
  assert.equal(refused.status, 422);
  assert.deepEqual(await userManagement.getUserIdentities(id), []);
  assert.equal((await userManagement.getUser(id)).firstName, 'Victim');
  // Not even after the owner has signed in another way.
  await signInAt('GoogleOAuth', { email });
  const { browser: again, page: later } = await open('GitHubOAuth');
  const asked = await again.submit(later, PROVIDER, { email }, 'First name');
  assert.equal(asked.url.pathname, '/verify-email');
});

test('removes a password that was set before the address was verified', async () => {
  for (const email of [newEmail(), `ada-${crypto.randomUUID()}@gmail.com`]) {
    const { id } = await userManagement.createUser({ email, ...PASSWORD_FIELDS });
    const { user } = await signInAt('GoogleOAuth', { email });
    assert.deepEqual([user.id, user.emailVerified], [id, true]);
    await assert.rejects(signInWithPassword(harness, email, PASSWORD), { code: 'invalid_credentials' });
  }
});

test('tells the app that the person denied the sign-in, and ends it', async () => {
  const { browser, page } = await open('GoogleOAuth', {});
  const denied = await browser.submit(page, PROVIDER, { deny: '1', email: '' }, 'First name');
  assert.equal(denied.url.origin + denied.url.pathname, REDIRECT_URI);
  assert.equal(denied.url.searchParams.get('error'), 'access_denied');
  assert.match(denied.url.searchParams.get('error_description') ?? '', /denied the request at Google/);
  assert.ok(denied.url.searchParams.get('state'));
  assert.equal((await browser.open(page.url.toString())).status, 400);
});

test('asks again for what is missing or too long, and creates nobody', async () => {
  const before = (await userManagement.listUsers({ limit: 1, order: 'desc' })).data[0]?.id;
  for (const [person, alert] of [
    [{ email: '' }, /valid email/],
    [{ email: 'ada' }, /valid email/],
    [{ email: `${'a'.repeat(260)}@example.com` }, /valid email/],
    [{ email: newEmail(), first_name: 'a'.repeat(256) }, /shorter name/],
    [{ email: newEmail(), last_name: 'a'.repeat(256) }, /shorter name/],
  ] as const) {
    const { browser, page } = await open('GoogleOAuth');
    const answer = await browser.submit(page, PROVIDER, person, 'First name');
    assert.equal(answer.status, 422);
    assert.match(answer.alert, alert);
  }
  assert.equal((await userManagement.listUsers({ limit: 1, order: 'desc' })).data[0]?.id, before);
});

test('sends addresses of a domain with single sign-on to the identity provider', async () => {
  const { domain } = await createSsoOrganization(harness);
  const { browser, page } = await open('GoogleOAuth');
  const answer = await browser.submit(page, PROVIDER, { email: `grace@${domain}` }, 'First name');
  assert.match(answer.url.pathname, /^\/identity-provider\//);
});

test('asks for the second factor that the environment requires', async () => {
  setSettings(harness, { mfa: 'required' });
  try {
    const { browser, page } = await open('GoogleOAuth');
    const email = `ada-${crypto.randomUUID()}@gmail.com`;
    const answer = await browser.submit(page, PROVIDER, { email }, 'First name');
    assert.equal(answer.url.pathname, '/mfa/enroll');
  } finally {
    setSettings(harness);
  }
});

test('an invitation proves the mailbox, and the person joins', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const email = newEmail();
  const { token } = await userManagement.sendInvitation({ email, organizationId });
  const { browser, page, codeVerifier } = await open('GitHubOAuth', { invitationToken: token });
  const back = await browser.submit(page, PROVIDER, { email }, 'First name');
  const session = await exchange(back, codeVerifier);
  assert.equal(session.organizationId, organizationId);
  assert.equal((await userManagement.getUserIdentities(session.user.id)).length, 1);
});

test('an invitation for somebody else signs nobody in', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { token } = await userManagement.sendInvitation({ email: newEmail(), organizationId });
  const { browser, page } = await open('GoogleOAuth', { invitationToken: token });
  const email = `mallory-${crypto.randomUUID()}@gmail.com`;
  const answer = await browser.submit(page, PROVIDER, { email }, 'First name');
  assert.equal(answer.status, 400);
  assert.match(answer.alert, /sent to/);
});

test('the hosted pages have a button for each provider that is turned on, and for no other', async () => {
  setSettings(harness, { providers: ['GoogleOAuth', 'GitHubOAuth'] });
  try {
    for (const screenHint of ['sign-in', 'sign-up'] as const) {
      const { browser, page, codeVerifier } = await startSignIn(harness, { screenHint });
      assert.match(page.text, /Continue with Google Continue with GitHub/);
      assert.doesNotMatch(page.text, /Continue with Apple/);
      const google = await browser.click(page, 'Continue with Google');
      // Whoever denies can choose another way.
      const denied = await browser.submit(google, PROVIDER, { deny: '1', email: '' }, 'First name');
      assert.equal(denied.url.pathname, '/sign-in');
      const back = await browser.submit(google, PROVIDER, { email: `${screenHint}@gmail.com` }, 'First name');
      assert.equal((await exchange(back, codeVerifier)).authenticationMethod, 'GoogleOAuth');
    }
    const { browser, page } = await startSignIn(harness);
    // Whoever has no password is told which button to press.
    const asked = await browser.submit(page, '/sign-in', { email: 'sign-in@gmail.com' });
    assert.match(asked.alert, /has no password\. Continue with Google/);
    const query = new URLSearchParams(page.url.searchParams);
    query.set('provider', 'AppleOAuth');
    assert.equal((await browser.open(`${PROVIDER}?${query}`)).url.pathname, '/sign-in');
  } finally {
    setSettings(harness);
  }
  assert.doesNotMatch((await startSignIn(harness)).page.text, /Continue with/);
});

test('the page of another browser does not continue', async () => {
  const { page } = await open('GoogleOAuth');
  const other = await new Browser(harness).open(page.url.toString());
  assert.equal(other.status, 400);
  assert.match(other.text, /belongs to another browser/);
});

test('refuses a provider that does not exist, or together with another selector', async () => {
  const { id: organization_id } = await createOrganization(harness);
  const queries: Record<string, string>[] = [
    { provider: 'evil' },
    { provider: 'constructor' },
    { provider: 'GithubOAuth' },
    { provider: 'GoogleOAuth', organization_id },
    { provider: 'GoogleOAuth', connection_id: 'conn_1' },
  ];
  for (const query of queries) {
    const { url } = await openAuthorize(harness, { ...query, state: 'kept' });
    assert.equal(url.origin + url.pathname, REDIRECT_URI);
    assert.equal(url.searchParams.get('error'), 'invalid_connection_selector', JSON.stringify(query));
    assert.equal(url.searchParams.get('state'), 'kept');
  }
});
