import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT_ID } from '../src/http/options.ts';
import { codeOf, startSignIn } from './browser.ts';
import { sendRaw, startHarness } from './harness.ts';

/** What the pages of an app on `@workos-inc/authkit-js` send. `e2e/browser-sdk.spec.ts` has the SDK itself. */
const harness = await startHarness();
const APP = 'http://localhost:3000';
const PATH = '/user_management/authenticate';
const FOREIGN = ['https://evil.example', 'http://localhost:3001', 'http://127.0.0.1:3001', 'null'];

const authenticate = (origin: string | undefined, body: Record<string, unknown>, cookie = '') =>
  sendRaw(harness, PATH, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(origin ? { Origin: origin, 'Sec-Fetch-Site': 'same-site' } : {}),
      ...(cookie ? { Cookie: cookie } : {}),
    },
    body: JSON.stringify({ client_id: CLIENT_ID, ...body }),
  });

const preflight = (origin: string, path = PATH) =>
  sendRaw(harness, path, {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    },
  });

async function code(): Promise<Record<string, string>> {
  const { browser, page, codeVerifier } = await startSignIn(harness);
  const signedIn = await browser.submit(page, '/sign-in/continue', {}, 'Mika Laine');
  return { grant_type: 'authorization_code', code: codeOf(signedIn), code_verifier: codeVerifier };
}

const setCookies = (response: Response) =>
  response.headers.getSetCookie().flatMap((cookies) => cookies.split(/,\s*(?=[\w-]+=)/));

/** The cookies of a response, as a browser sends them back. */
const cookiesOf = (response: Response) =>
  setCookies(response)
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

for (const origin of [APP, 'http://127.0.0.1:3000', 'http://[::1]:3000']) {
  test(`a page at ${origin} can exchange a code, and renew with the cookie alone`, async () => {
    const allowed = await preflight(origin);
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers.get('Access-Control-Allow-Origin'), origin);
    assert.equal(allowed.headers.get('Access-Control-Allow-Credentials'), 'true');

    const first = await authenticate(origin, await code());
    assert.equal(first.status, 200);
    assert.equal(first.headers.get('Access-Control-Allow-Origin'), origin);
    const [secret = '', hint = ''] = setCookies(first);
    assert.match(secret, /HttpOnly/);
    assert.match(hint, new RegExp(`^workos-has-session=${CLIENT_ID};(?!.*HttpOnly)`));

    const renewed = await authenticate(origin, { grant_type: 'refresh_token' }, cookiesOf(first));
    assert.equal(renewed.status, 200);
    assert.notEqual(cookiesOf(renewed), cookiesOf(first));
  });
}

test('a page of another origin can neither exchange a code nor use the cookie', async () => {
  const cookie = cookiesOf(await authenticate(APP, await code()));
  for (const origin of FOREIGN) {
    assert.equal((await preflight(origin)).headers.get('Access-Control-Allow-Origin'), null, origin);
    for (const body of [await code(), { grant_type: 'refresh_token' }]) {
      const response = await authenticate(origin, body, cookie);
      assert.equal(response.status, 403, origin);
      assert.deepEqual(response.headers.getSetCookie(), []);
    }
  }
});

test('a page of an app can call nothing else of the API', async () => {
  for (const path of ['/user_management/users', '/widgets/token', '/user_management/authenticate/x']) {
    const { headers } = await preflight(APP, path);
    assert.equal(headers.get('Access-Control-Allow-Origin'), null, path);
  }
});

test('a program gets no cookie, and needs the token itself', async () => {
  const response = await authenticate(undefined, await code());
  assert.equal(response.status, 200);
  assert.deepEqual(response.headers.getSetCookie(), []);
  const cookie = cookiesOf(await authenticate(APP, await code()));
  const without = await authenticate(undefined, { grant_type: 'refresh_token' }, cookie);
  assert.equal(without.status, 400);
  assert.equal((await without.json()).error, 'invalid_request');
});

test('sign-out takes the cookies back', async () => {
  const response = await authenticate(APP, await code());
  const { access_token: token } = await response.json();
  const { sid } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
  const out = await sendRaw(harness, `/user_management/sessions/logout?session_id=${sid}`, {
    headers: { Cookie: cookiesOf(response) },
  });
  assert.equal(out.status, 302);
  assert.equal(setCookies(out).filter((cookie) => cookie.includes('Max-Age=0')).length, 2);
});
