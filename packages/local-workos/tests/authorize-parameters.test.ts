import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAuthorize, REDIRECT_URI, startSignIn } from './browser.ts';
import { newEmail, startHarness } from './harness.ts';
import { createSsoOrganization } from './sso.ts';

const harness = await startHarness();

/** Each parameter of `GET /user_management/authorize` that shapes the sign-in, with the page that it leads to. */
const ACCEPTED: [query: Record<string, string>, path: string][] = [
  [{ max_age: '0' }, '/sign-in'],
  [{ max_age: '3600' }, '/sign-in'],
  [{ prompt: 'login' }, '/sign-in'],
  [{ prompt: 'select_account' }, '/sign-in'],
  [{ prompt: 'consent' }, '/sign-in'],
  [{ screen_hint: 'sign-in' }, '/sign-in'],
  [{ screen_hint: 'sign-up' }, '/sign-up'],
  [{ provider: 'GoogleOAuth', prompt: 'select_account' }, '/sign-in/provider'],
  [{ provider: 'GoogleOAuth', provider_scopes: 'openid,email' }, '/sign-in/provider'],
  [{ provider: 'GoogleOAuth', 'provider_query_params[hd]': 'example.com' }, '/sign-in/provider'],
];

for (const [query, path] of ACCEPTED) {
  test(`${JSON.stringify(query)} leads to ${path}`, async () => {
    const page = await openAuthorize(harness, query);
    assert.deepEqual([page.status, page.url.pathname], [200, path]);
  });
}

const REFUSED: [query: Record<string, string>, error: string, description: RegExp][] = [
  [{ max_age: '-1' }, 'invalid_request', /max_age must be a whole number/],
  [{ max_age: '1.5' }, 'invalid_request', /max_age must be a whole number/],
  [{ max_age: 'soon' }, 'invalid_request', /max_age must be a whole number/],
  [{ max_age: '' }, 'invalid_request', /max_age must be a whole number/],
  [{ max_age: '60', provider: 'GoogleOAuth' }, 'invalid_request', /only supported with provider=authkit/],
  [{ screen_hint: 'sign-out' }, 'invalid_request', /screen_hint must be sign-in or sign-up/],
  [{ screen_hint: '' }, 'invalid_request', /screen_hint must be sign-in or sign-up/],
  [{ prompt: 'none' }, 'login_required', /must sign in/],
  [{ prompt: 'none', provider: 'GoogleOAuth' }, 'login_required', /must sign in/],
];

for (const [query, error, description] of REFUSED) {
  test(`${JSON.stringify(query)} returns ${error} to the app`, async () => {
    const { url } = await openAuthorize(harness, { ...query, state: 'kept' });
    assert.equal(url.origin + url.pathname, REDIRECT_URI);
    assert.equal(url.searchParams.get('error'), error);
    assert.match(url.searchParams.get('error_description') ?? '', description);
    assert.equal(url.searchParams.get('state'), 'kept');
    assert.equal(url.searchParams.get('code'), null);
  });
}

test('every sign-in asks who it is, so max_age and prompt=login are met', async () => {
  const { browser } = await startSignIn(harness);
  const queries: Record<string, string>[] = [{ max_age: '0' }, { prompt: 'login' }];
  for (const query of queries) {
    const page = await openAuthorize(harness, query, browser);
    assert.match(page.text, /^Sign in/);
  }
});

test('login_hint fills in the address on every page', async () => {
  const email = newEmail();
  const queries: Record<string, string>[] = [{}, { screen_hint: 'sign-up' }, { provider: 'AppleOAuth' }];
  for (const query of queries) {
    const page = await openAuthorize(harness, { login_hint: email, ...query });
    assert.match(page.html, new RegExp(`value="${email}"`));
  }
});

test('domain_hint leads to the connection of the domain, and is shown to a provider', async () => {
  const { domain } = await createSsoOrganization(harness);
  const sso = await openAuthorize(harness, { domain_hint: domain.toUpperCase() });
  assert.match(sso.url.pathname, /^\/identity-provider\//);
  assert.equal((await openAuthorize(harness, { domain_hint: 'nowhere.example' })).url.pathname, '/sign-in');
  const google = await openAuthorize(harness, { provider: 'GoogleOAuth', domain_hint: '<b>a.example' });
  assert.match(google.text, /suggests an address at <b>a\.example/);
  assert.doesNotMatch(google.html, /<b>a/);
});
