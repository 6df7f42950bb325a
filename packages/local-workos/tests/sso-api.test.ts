import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { createConnection } from '../src/store/connections.ts';
import { Browser, codeOf, type Page, REDIRECT_URI } from './browser.ts';
import { answer, createOrganization, newEmail, startHarness } from './harness.ts';
import {
  answerOf,
  askProvider,
  createPersonAt,
  createSsoOrganization,
  inPortal,
  lastSession,
  postAnswer,
  signInAtProvider,
} from './sso.ts';

const harness = await startHarness();
const { sso } = harness.workos;
const APP = { clientId: CLIENT_ID, redirectUri: REDIRECT_URI };

type Selector = Parameters<typeof sso.getAuthorizationUrl>[0];

async function start(selector: Partial<Selector>) {
  const browser = new Browser(harness);
  const url = sso.getAuthorizationUrl({ ...APP, state: 'kept', ...selector } as Selector);
  return { browser, page: await browser.open(url) };
}

function profileOf(page: Page) {
  return sso.getProfileAndToken({ clientId: CLIENT_ID, code: codeOf(page) });
}

/** The error that the app got. */
function errorOf({ url }: Page): string | null {
  assert.equal(url.origin + url.pathname, REDIRECT_URI);
  assert.equal(url.searchParams.get('state'), 'kept');
  assert.ok(url.searchParams.get('error_description'));
  assert.equal(url.searchParams.get('code'), null);
  return url.searchParams.get('error');
}

for (const [type, connectionType] of [
  ['OktaSaml', 'OktaSAML'],
  ['OktaOidc', 'OktaOIDC'],
] as const) {
  test(`${type}: returns the profile of a person, who gets no user`, async () => {
    const organization = await createSsoOrganization(harness, { type });
    const email = `grace@${organization.domain}`;
    const { browser, page } = await start({ connection: organization.connectionId, loginHint: email });
    assert.match(page.html, new RegExp(`value="${email}"`));
    const back = await signInAtProvider(browser, page, { email, first_name: 'Grace', last_name: 'Hopper' });
    assert.equal(back.url.searchParams.get('state'), 'kept');
    const { accessToken, profile } = await profileOf(back);
    assert.match(profile.id, /^prof_/);
    assert.equal(profile.connectionId, organization.connectionId);
    assert.equal(profile.connectionType, connectionType);
    assert.equal(profile.organizationId, organization.id);
    assert.equal(profile.email, email);
    assert.equal(profile.firstName, 'Grace');
    assert.equal(profile.lastName, 'Hopper');
    assert.deepEqual(profile.role, { slug: 'member' });
    assert.equal(profile.rawAttributes?.email, email);
    assert.deepEqual(await sso.getProfile({ accessToken }), profile);
    assert.equal(await lastSession(organization), 'Successful');
    assert.deepEqual((await harness.workos.userManagement.listUsers({ email })).data, []);
  });
}

test('keeps the profile of a person who returns, with the new name', async () => {
  const { connectionId: connection, domain } = await createSsoOrganization(harness);
  const email = `grace@${domain}`;
  const profiles = [];
  for (const first_name of ['Grace', 'Amazing']) {
    const { browser, page } = await start({ connection });
    profiles.push((await profileOf(await signInAtProvider(browser, page, { email, first_name }))).profile);
  }
  assert.equal(profiles[0]?.id, profiles[1]?.id);
  assert.equal(profiles[0]?.idpId, profiles[1]?.idpId);
  assert.equal(profiles[1]?.firstName, 'Amazing');
});

test('finds the connection of an organization or a domain', async () => {
  const { id, domain } = await createSsoOrganization(harness);
  const byOrganization = await start({ organization: id });
  assert.match(byOrganization.page.text, /Sign in to Okta/);
  const browser = new Browser(harness);
  const query = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, domain });
  assert.match((await browser.open(`/sso/authorize?response_type=code&${query}`)).text, /Sign in to Okta/);
});

test('signs in with a provider, without an organization', async () => {
  for (const [provider, name] of [
    ['GoogleOAuth', 'Google'],
    ['MicrosoftOAuth', 'Microsoft'],
    ['GitHubOAuth', 'GitHub'],
    ['AppleOAuth', 'Apple'],
  ] as const) {
    const email = newEmail();
    const { browser, page } = await start({ provider, loginHint: email });
    assert.match(page.text, new RegExp(`Sign in with ${name}`));
    const wrong = await browser.submit(page, '/sso/provider', { email: 'nobody' });
    assert.equal(wrong.status, 422);
    const back = await browser.submit(wrong, '/sso/provider', { email, first_name: 'Ada' });
    const { profile } = await profileOf(back);
    assert.equal(profile.email, email);
    assert.equal(profile.connectionType, provider);
    assert.match(profile.connectionId, /^conn_/);
    assert.equal(profile.organizationId, null);
    assert.equal((await browser.open(page.url.toString())).status, 400, 'the page works once');
  }
});

test('returns the roles of a member', async () => {
  const { id, connectionId, domain } = await createSsoOrganization(harness);
  const { id: userId, email } = await createPersonAt(harness, domain);
  await harness.workos.userManagement.createOrganizationMembership({
    userId,
    organizationId: id,
    roleSlug: 'admin',
  });
  const { browser, page } = await start({ connection: connectionId });
  const { profile } = await profileOf(await signInAtProvider(browser, page, { email }));
  assert.deepEqual(profile.role, { slug: 'admin' });
});

test('tells the app that the person or the identity provider denied the sign-in', async () => {
  const { connectionId } = await createSsoOrganization(harness);
  const { browser, page } = await start({ connection: connectionId });
  assert.equal(errorOf(await signInAtProvider(browser, page, { deny: '1' })), 'access_denied');
  const google = await start({ provider: 'GoogleOAuth' });
  assert.equal(
    errorOf(await google.browser.submit(google.page, '/sso/provider', { deny: '1' })),
    'access_denied',
  );
});

test('tells the app that a response could not be verified', async () => {
  const { connectionId, domain } = await createSsoOrganization(harness);
  const { browser, page } = await start({ connection: connectionId });
  const response = answerOf(await askProvider(browser, page, { email: `grace@${domain}` }));
  response.fields.id_token = `${response.fields.id_token?.slice(0, -4)}AAAA`;
  assert.equal(errorOf(await postAnswer(browser, page, response)), 'server_error');
  const again = await postAnswer(browser, page, response);
  assert.equal(again.status, 400, 'the sign-in has ended');
});

test('gives profiles outside of the domains only with the consent of the organization', async () => {
  const { id, connectionId: connection } = await createSsoOrganization(harness);
  const email = newEmail();
  const refused = await start({ connection });
  assert.equal(
    errorOf(await signInAtProvider(refused.browser, refused.page, { email })),
    'profile_not_allowed_outside_organization',
  );
  await harness.request(`/organizations/${id}`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ allow_profiles_outside_organization: true }),
  });
  const allowed = await start({ connection });
  const { profile } = await profileOf(await signInAtProvider(allowed.browser, allowed.page, { email }));
  assert.equal(profile.email, email);
});

test('answers a wrong selector with its documented error', async () => {
  const { id, connectionId, portal } = await createSsoOrganization(harness);
  const { id: without } = await createOrganization(harness);
  const error = async (selector: Record<string, string>) => {
    const query = new URLSearchParams({
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      state: 'kept',
      ...selector,
    });
    return errorOf(await new Browser(harness).open(`/sso/authorize?${query}`));
  };
  assert.equal(await error({}), 'invalid_connection_selector');
  assert.equal(await error({ connection: connectionId, organization: id }), 'invalid_connection_selector');
  assert.equal(await error({ provider: 'PigeonOAuth' }), 'invalid_connection_selector');
  assert.equal(await error({ provider: 'constructor' }), 'invalid_connection_selector');
  assert.equal(await error({ connection: 'conn_none' }), 'connection_invalid');
  assert.equal(await error({ domain: 'nowhere.example' }), 'connection_invalid');
  assert.equal(await error({ organization: 'org_none' }), 'organization_invalid');
  assert.equal(await error({ organization: without }), 'organization_invalid');
  assert.equal(await error({ connection: connectionId, response_type: 'token' }), 'invalid_request');
  assert.equal(await error({ connection: connectionId, code_challenge: 'a' }), 'invalid_request');

  const { db } = harness.server.local;
  const second = createConnection(db, {
    organization_id: id,
    connection_type: 'OktaSaml',
    name: 'Second',
    state: 'active',
  });
  assert.equal(await error({ organization: id }), 'ambiguous_connection_selector');
  await sso.deleteConnection(second.id);
  await inPortal(portal, { action: 'pause' });
  assert.equal(await error({ organization: id }), 'connection_unlinked');
  assert.equal(await error({ connection: connectionId }), 'connection_unlinked');
});

test('sends nothing to a redirect URI or client that it does not know', async () => {
  const { connectionId: connection } = await createSsoOrganization(harness);
  const elsewhere = await start({ connection, redirectUri: 'https://evil.example/callback' });
  assert.equal(elsewhere.page.status, 400);
  assert.match(elsewhere.page.text, /redirect URI is not allowed/);
  const other = await start({ connection, clientId: 'client_other' });
  assert.match(other.page.text, /Unknown client ID/);
});

test('keeps the sign-in of an app with the SSO API out of the hosted pages', async () => {
  const { page } = await start({ provider: 'GoogleOAuth' });
  const id = page.url.searchParams.get('authorization_session_id') ?? '';
  const browser = new Browser(harness);
  for (const path of ['/sign-in', '/sign-up', '/sso/start', '/sso/provider']) {
    assert.equal((await browser.open(`${path}?authorization_session_id=${id}`)).status, 400, path);
  }
});

async function code(selector: Partial<Selector> = { provider: 'GoogleOAuth' }): Promise<string> {
  const { browser, page } = await start(selector);
  return codeOf(await browser.submit(page, '/sso/provider', { email: newEmail() }));
}

test('takes a code once, within ten minutes', async () => {
  const request = { clientId: CLIENT_ID, code: await code() };
  const { accessToken } = await sso.getProfileAndToken(request);
  await assert.rejects(sso.getProfileAndToken(request), { error: 'invalid_grant' });
  const late = await code();
  harness.advance(601);
  await assert.rejects(sso.getProfileAndToken({ clientId: CLIENT_ID, code: late }), {
    error: 'invalid_grant',
  });
  await assert.rejects(sso.getProfile({ accessToken }), { status: 401 });
  await assert.rejects(sso.getProfile({ accessToken: 'unknown' }), { status: 401 });
});

test('takes a code of PKCE with its verifier, without an API key', async () => {
  const client = new WorkOS({ ...harness.clientOptions });
  const begin = async () => {
    const browser = new Browser(harness);
    const { url, codeVerifier } = await client.sso.getAuthorizationUrlWithPKCE({
      ...APP,
      provider: 'GoogleOAuth',
    });
    const back = await browser.submit(await browser.open(url), '/sso/provider', { email: newEmail() });
    return { code: codeOf(back), codeVerifier, clientId: CLIENT_ID };
  };
  assert.ok((await client.sso.getProfileAndToken(await begin())).profile.id);
  const codeVerifier = 'x'.repeat(43);
  await assert.rejects(client.sso.getProfileAndToken({ ...(await begin()), codeVerifier }), {
    error: 'invalid_grant',
  });
  const { code: stolen } = await begin();
  await assert.rejects(sso.getProfileAndToken({ clientId: CLIENT_ID, code: stolen }), {
    error: 'invalid_grant',
  });
});

test('answers a wrong token request with its documented error', async () => {
  const right = {
    client_id: CLIENT_ID,
    client_secret: API_KEY,
    grant_type: 'authorization_code',
    code: 'unknown',
  };
  const ask = async (changes: Record<string, unknown>) => {
    const { status, body } = await answer(
      await harness.request('/sso/token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...right, ...changes }),
      }),
    );
    return [status, (body as { error?: string }).error];
  };
  assert.deepEqual(await ask({}), [400, 'invalid_grant']);
  assert.deepEqual(await ask({ code: 'x'.repeat(5000) }), [400, 'invalid_grant']);
  assert.deepEqual(await ask({ client_id: 'client_other' }), [400, 'invalid_client']);
  assert.deepEqual(await ask({ client_secret: 'sk_other' }), [400, 'invalid_client']);
  assert.deepEqual(await ask({ client_secret: undefined }), [400, 'invalid_client']);
  assert.deepEqual(await ask({ grant_type: 'password' }), [400, 'unsupported_grant_type']);
  assert.deepEqual(await ask({ code: '' }), [422, undefined]);
  assert.deepEqual(await ask({ code: 7 }), [422, undefined]);
  const query = new URLSearchParams({ ...right, code: await code() });
  assert.equal((await harness.request(`/sso/token?${query}`, { method: 'POST' })).status, 200);
});

test('does not take a code of AuthKit, nor AuthKit one of a profile', async () => {
  await assert.rejects(
    harness.workos.userManagement.authenticateWithCode({ clientId: CLIENT_ID, code: await code() }),
    { error: 'invalid_grant' },
  );
});

test('signs out at an identity provider of Generic OIDC, once', async () => {
  const { connectionId, domain } = await createSsoOrganization(harness, { type: 'GenericOidc' });
  const { browser, page } = await start({ connection: connectionId });
  const { profile } = await profileOf(await signInAtProvider(browser, page, { email: `grace@${domain}` }));
  const response = await harness.post('/sso/logout/authorize', { profile_id: profile.id });
  assert.equal(response.status, 200);
  const { logout_url: url, logout_token: token } = (await response.json()) as Record<string, string>;
  assert.equal(new URL(url ?? '').searchParams.get('token'), token);
  assert.match((await browser.open(url ?? '')).text, /You are signed out/);
  assert.equal((await harness.request(`/sso/logout?token=${token}`)).status, 404);
  assert.equal((await harness.request('/sso/logout')).status, 404);

  assert.equal((await harness.post('/sso/logout/authorize', {})).status, 422);
  assert.equal((await harness.post('/sso/logout/authorize', { profile_id: 'prof_none' })).status, 404);
  await sso.deleteConnection(connectionId);
  assert.equal((await harness.post('/sso/logout/authorize', { profile_id: profile.id })).status, 404);
});

test('refuses to sign out where the identity provider has no Single Logout', async () => {
  const { profile } = await sso.getProfileAndToken({ clientId: CLIENT_ID, code: await code() });
  assert.deepEqual(await answer(await harness.post('/sso/logout/authorize', { profile_id: profile.id })), {
    status: 400,
    body: {
      error: 'connection_invalid',
      error_description: 'Single Logout is only supported for GenericOIDC connections.',
    },
  });
});
