import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { Browser, codeOf, openAuthorize, REDIRECT_URI, signInAs, startSignIn } from './browser.ts';
import { createMember, createOrganization, startHarness } from './harness.ts';

const harness = await startHarness();

let organizationId = '';
let userId = '';

before(async () => {
  ({ id: organizationId, adminId: userId } = await createOrganization(harness));
});

const authorize = (query: Record<string, string>) => openAuthorize(harness, query);

const token = (body: Record<string, unknown>) =>
  harness.request('/user_management/authenticate', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ client_id: CLIENT_ID, grant_type: 'authorization_code', ...body }),
  });

/** Signs in, up to the code that the app receives. */
async function newCode(challenge?: Record<string, string>): Promise<{ code: string; verifier: string }> {
  const browser = new Browser(harness);
  const people = await browser.open(`/people?search=${await emailOf(userId)}`);
  await browser.submit(people, `/people/${userId}/sign-in`, { organization_id: organizationId });
  if (!challenge) {
    const { page, codeVerifier } = await startSignIn(harness, {}, browser);
    return { code: codeOf(page), verifier: codeVerifier };
  }
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    provider: 'authkit',
    ...challenge,
  });
  return { code: codeOf(await browser.open(`/user_management/authorize?${query}`)), verifier: '' };
}

async function emailOf(id: string): Promise<string> {
  return (await harness.workos.userManagement.getUser(id)).email;
}

for (const [what, uri] of Object.entries({
  'another host': 'https://evil.example/callback',
  'another port': 'http://localhost:3001/callback',
  'another scheme': 'https://localhost:3000/callback',
  'another path': 'http://localhost:3000/callback2',
  'a longer path': 'http://localhost:3000/callback/more',
  'the path in capitals': 'http://localhost:3000/CALLBACK',
  'no path': 'http://localhost:3000',
  'a path that climbs': 'http://localhost:3000/callback/../evil',
  'an encoded path that climbs': 'http://localhost:3000/callback/%2e%2e/evil',
  'another query': 'http://localhost:3000/callback?next=evil',
  'a fragment': 'http://localhost:3000/callback#x',
  'another host before an @': 'http://localhost:3000@evil.example/callback',
  'a name of the host at the front of another': 'http://localhost:3000.evil.example/callback',
  'a password in the address': 'http://user:password@localhost:3000/callback',
  'a backslash': 'http://localhost:3000\\@evil.example/callback',
  'two slashes': '//evil.example/callback',
  'a path alone': '/callback',
  'a script': 'javascript:alert(1)//localhost:3000/callback',
  'a data URL': 'data:text/html,<script>alert(1)</script>',
  'a file': 'file:///etc/passwd',
  'a line break': 'http://localhost:3000/callback\r\nSet-Cookie: a=b',
  'a null': 'http://localhost:3000/callback\u0000.evil.example',
  'a tab in the scheme': 'ht\ttp://localhost:3000/callback',
  'a space in front': ' http://localhost:3000/callback',
  'a wildcard': 'http://localhost:*/callback',
  'another address of this machine': 'http://127.0.0.2:3000/callback',
  'an empty one': '',
})) {
  test(`does not redirect to ${what}`, async () => {
    const page = await authorize({ redirect_uri: uri, state: 'x' });
    assert.equal(page.url.origin, harness.origin, `sent to ${page.url}`);
    assert.equal(page.status, 400);
    assert.match(page.text, /redirect URI is not allowed/);
  });
}

for (const [what, query] of Object.entries<Record<string, string>>({
  'the implicit grant': { response_type: 'token' },
  'an ID token': { response_type: 'id_token' },
  'a code and a token': { response_type: 'code token' },
  'the plain method of PKCE': { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
  'a method of PKCE that nobody knows': { code_challenge: 'x'.repeat(43), code_challenge_method: 'none' },
  'a challenge without a method': { code_challenge: 'x'.repeat(43) },
  'an empty challenge': { code_challenge: '', code_challenge_method: 'S256' },
})) {
  test(`tells the app that it does not do ${what}`, async () => {
    const page = await authorize({ ...query, state: 'mine' });
    assert.equal(page.url.origin + page.url.pathname, REDIRECT_URI);
    assert.equal(page.url.searchParams.get('error'), 'invalid_request');
    assert.equal(page.url.searchParams.get('state'), 'mine');
    assert.equal(page.url.searchParams.get('code'), null);
  });
}

for (const state of ['"><script>', 'a&code=forged', 'a#b', 'a b+c%20d', '\u202e', 'x'.repeat(2000)]) {
  test(`returns the state ${JSON.stringify(state.slice(0, 20))} as it was, in one parameter`, async () => {
    const page = await authorize({ response_type: 'token', state });
    assert.equal(page.url.searchParams.get('state'), state);
    assert.equal(page.url.searchParams.get('code'), null);
    assert.deepEqual([...page.url.searchParams.keys()].toSorted(), ['error', 'error_description', 'state']);
  });
}

/** A request with the right code that must fail. */
type Attempt = (right: { code: string; verifier: string }) => Record<string, unknown>;

for (const [what, attempt] of Object.entries<Attempt>({
  'another verifier': ({ code }) => ({ code, code_verifier: 'x'.repeat(43) }),
  'the challenge in place of the verifier': ({ code, verifier }) => ({ code, code_verifier: hash(verifier) }),
  'a verifier in capitals': ({ code, verifier }) => ({ code, code_verifier: verifier.toUpperCase() }),
  'the beginning of the verifier': ({ code, verifier }) => ({ code, code_verifier: verifier.slice(0, -1) }),
  'the API key and no verifier': ({ code }) => ({ code, client_secret: API_KEY }),
  'the API key and an empty verifier': ({ code }) => ({ code, client_secret: API_KEY, code_verifier: '' }),
  'neither key nor verifier': ({ code }) => ({ code }),
  'another client': ({ code, verifier }) => ({ code, code_verifier: verifier, client_id: 'client_other' }),
  'an empty client': ({ code, verifier }) => ({ code, code_verifier: verifier, client_id: '' }),
  'a wrong key next to the right verifier': ({ code, verifier }) => ({
    code,
    code_verifier: verifier,
    client_secret: 'sk_test_other',
  }),
  'an empty key next to the right verifier': ({ code, verifier }) => ({
    code,
    code_verifier: verifier,
    client_secret: '',
  }),
  'a code in capitals': ({ code, verifier }) => ({ code: code.toUpperCase(), code_verifier: verifier }),
  'the beginning of a code': ({ code, verifier }) => ({ code: code.slice(0, -1), code_verifier: verifier }),
  'a code with a space': ({ code, verifier }) => ({ code: `${code} `, code_verifier: verifier }),
  'a code as a refresh token': ({ code }) => ({ grant_type: 'refresh_token', refresh_token: code }),
  'a list of codes': ({ code, verifier }) => ({ code: [code], code_verifier: verifier }),
  'a code as an object': ({ verifier }) => ({ code: { $ne: '' }, code_verifier: verifier }),
  'a wildcard for a code': ({ verifier }) => ({ code: '%', code_verifier: verifier }),
  'SQL for a code': ({ verifier }) => ({ code: "' OR '1'='1", code_verifier: verifier }),
  'no code': ({ verifier }) => ({ code_verifier: verifier }),
  'a grant that nobody knows': ({ code, verifier }) => ({
    code,
    code_verifier: verifier,
    grant_type: 'client_credentials',
  }),
  'a grant named __proto__': ({ code, verifier }) => ({
    code,
    code_verifier: verifier,
    grant_type: '__proto__',
  }),
})) {
  test(`exchanges no code for ${what}`, async () => {
    const response = await token(attempt(await newCode()));
    const text = await response.text();
    assert.ok(response.status === 400 || response.status === 422, `${response.status} ${text}`);
    assert.doesNotMatch(text, /access_token/);
  });
}

test('exchanges a code once', async () => {
  const { code, verifier } = await newCode();
  assert.equal((await token({ code, code_verifier: verifier })).status, 200);
  assert.equal((await token({ code, code_verifier: verifier })).status, 400);
});

test('exchanges a code once, of twenty who try at the same time', async () => {
  const { code, verifier } = await newCode();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => token({ code, code_verifier: verifier })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test('exchanges a code no more after somebody tried it with a wrong verifier', async () => {
  const { code, verifier } = await newCode();
  await token({ code, code_verifier: 'x'.repeat(43) });
  assert.equal((await token({ code, code_verifier: verifier })).status, 400);
});

test('exchanges a code for ten minutes', async () => {
  const { code, verifier } = await newCode();
  harness.advance(600);
  assert.equal((await token({ code, code_verifier: verifier })).status, 400);
});

test('exchanges no code of a sign-in without PKCE without the API key', async () => {
  const { code } = await newCode({ state: 'x' });
  assert.equal((await token({ code, code_verifier: 'x'.repeat(43) })).status, 400);
});

test('exchanges no code of a user who was deleted', async () => {
  const { id } = await createMember(harness);
  const browser = new Browser(harness);
  const people = await browser.open(`/people?search=${await emailOf(id)}`);
  await browser.submit(people, `/people/${id}/sign-in`, { organization_id: '' });
  const { page, codeVerifier } = await startSignIn(harness, {}, browser);
  await harness.workos.userManagement.deleteUser(id);
  assert.equal((await token({ code: codeOf(page), code_verifier: codeVerifier })).status, 400);
});

for (const [what, change] of Object.entries<(token: string) => unknown>({
  'in capitals': (refreshToken) => refreshToken.toUpperCase(),
  'without its end': (refreshToken) => refreshToken.slice(0, -1),
  'in a list': (refreshToken) => [refreshToken],
  'that is a wildcard': () => '%',
  'that is SQL': () => "' OR '1'='1",
  'that is empty': () => '',
})) {
  test(`refreshes nothing with a token ${what}`, async () => {
    const { refreshToken } = await signInAs(harness, userId, organizationId);
    const response = await token({ grant_type: 'refresh_token', refresh_token: change(refreshToken) });
    assert.ok([400, 422].includes(response.status), String(response.status));
  });
}

test('refreshes nothing with an access token', async () => {
  const { accessToken } = await signInAs(harness, userId, organizationId);
  assert.equal((await token({ grant_type: 'refresh_token', refresh_token: accessToken })).status, 400);
});

test('refreshes nothing for another client', async () => {
  const { refreshToken } = await signInAs(harness, userId, organizationId);
  const other = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'client_other' };
  assert.equal((await token(other)).status, 400);
});

test('refreshes into no organization of other people', async () => {
  const { refreshToken } = await signInAs(harness, userId, organizationId);
  const { id } = await createOrganization(harness);
  const response = await token({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    organization_id: id,
  });
  assert.equal(response.status, 400);
});

test('signs out no session whose ID is a guess', async () => {
  const { accessToken } = await signInAs(harness, userId, organizationId);
  const sid = sessionOf(accessToken);
  for (const id of ['%', '', "' OR '1'='1", 'session_', sid.slice(0, -1), sid.toLowerCase(), `${sid} `]) {
    const response = await harness.request(
      `/user_management/sessions/logout?session_id=${encodeURIComponent(id)}`,
      {
        redirect: 'manual',
      },
    );
    assert.equal(response.status, 422, id);
  }
});

for (const url of [
  'https://evil.example/',
  '//evil.example/',
  'http://localhost:3000.evil.example/',
  'http://localhost:3000@evil.example/',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\\evil.example',
  '',
]) {
  test(`does not return to '${url}' after a sign-out`, async () => {
    const { accessToken } = await signInAs(harness, userId, organizationId);
    const query = new URLSearchParams({ session_id: sessionOf(accessToken), return_to: url });
    const response = await harness.request(`/user_management/sessions/logout?${query}`, {
      redirect: 'manual',
    });
    assert.equal(response.status, 400);
    assert.equal(response.headers.get('Location'), null);
  });
}

test('reads an address after a sign-out as browsers do', async () => {
  const { accessToken } = await signInAs(harness, userId, organizationId);
  const url = 'http://localhost:3000\\@evil.example/';
  const query = new URLSearchParams({ session_id: sessionOf(accessToken), return_to: url });
  const response = await harness.request(`/user_management/sessions/logout?${query}`, { redirect: 'manual' });
  assert.equal(new URL(response.headers.get('Location') ?? '').host, 'localhost:3000');
});

function sessionOf(accessToken: string): string {
  return String(decodeJwt(accessToken).sid);
}

function hash(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
