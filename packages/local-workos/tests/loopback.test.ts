import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOtherLoopbackName } from '../src/http/loopback.ts';
import { openAuthorize, signInAs } from './browser.ts';
import { createMember, sendRaw, startHarness } from './harness.ts';

const harness = await startHarness({
  origins: ['http://localhost:3000'],
  redirectUris: ['http://127.0.0.1:4321/cb', 'http://localhost:*/native', 'https://localhost:8443/cb'],
  corsOrigins: ['http://127.0.0.1:4321', 'https://localhost:8443'],
});

test('gives the other name of this machine, and keeps the rest', () => {
  for (const [one, other] of [
    ['http://localhost', 'http://127.0.0.1'],
    ['http://localhost:3000', 'http://127.0.0.1:3000'],
    ['http://localhost:3000/a?b=http://localhost#c', 'http://127.0.0.1:3000/a?b=http://localhost#c'],
  ] as const) {
    assert.equal(atOtherLoopbackName(one), other);
    assert.equal(atOtherLoopbackName(other), one);
  }
  for (const foreign of [
    'https://localhost:3000',
    'http://localhost.evil.com',
    'http://localhost@evil.com',
    'http://127.0.0.1@evil.com',
    'http://127.0.0.1.evil.com',
    'http://127.0.0.2',
    'http://[::1]',
    'http://LOCALHOST',
    'ftp://localhost',
    ' http://localhost',
    'http://evil.com/http://localhost',
    '',
  ]) {
    assert.equal(atOtherLoopbackName(foreign), undefined, foreign);
  }
});

const signIn = (redirect_uri: string) => openAuthorize(harness, { redirect_uri });

for (const uri of [
  'http://localhost:3000/callback',
  'http://127.0.0.1:3000/callback',
  'http://127.0.0.1:4321/cb',
  'http://localhost:4321/cb',
  'http://localhost:5555/native',
  'http://127.0.0.1:5555/native',
]) {
  test(`a sign-in leads to ${uri}`, async () => {
    const page = await openAuthorize(harness, { redirect_uri: uri, response_type: 'token' });
    assert.equal(page.url.origin + page.url.pathname, uri);
    assert.equal((await signIn(uri)).url.pathname, '/sign-in');
  });
}

/** URLs that are none of the registered ones, under any name of this machine. */
const FOREIGN = [
  'http://localhost.evil.com:3000/callback',
  'http://127.0.0.1.evil.com:3000/callback',
  'http://127.0.0.1@evil.com/callback',
  'http://127.0.0.1:3000@evil.com/callback',
  'http://localhost:3000@evil.com/callback',
  'http://localhost@evil.com:3000/callback',
  'http://user@127.0.0.1:3000/callback',
  'http://127.0.0.1:3000\\@evil.com/callback',
  'http://127.0.0.1:5555@evil.com/native',
  'http://127.0.0.1:3001/callback',
  'http://localhost:4322/cb',
  'http://127.0.0.1/callback',
  'https://127.0.0.1:3000/callback',
  'https://127.0.0.1:8443/cb',
  'http://127.0.0.1:8443/cb',
  'http://127.0.0.2:3000/callback',
  'http://127.1:3000/callback',
  'http://2130706433:3000/callback',
  'http://0x7f000001:3000/callback',
  'http://0.0.0.0:3000/callback',
  'http://[::1]:3000/callback',
  'http://[::ffff:127.0.0.1]:3000/callback',
  'http://LOCALHOST:3000/callback',
  'http://localhost.:3000/callback',
  'http://127.0.0.1:3000/callback/more',
  'http://127.0.0.1:3000/callback?next=evil',
  'http://127.0.0.1:3000/callback#x',
  'http://127.0.0.1:3000/../callback',
  '//127.0.0.1:3000/callback',
];

for (const uri of FOREIGN) {
  test(`a sign-in does not lead to ${uri}`, async () => {
    const page = await signIn(uri);
    assert.equal(page.url.origin, harness.origin);
    assert.equal(page.status, 400);
    assert.match(page.text, /redirect URI is not allowed/);
  });
}

async function signOutTo(returnTo: string): Promise<Response> {
  const { id } = await createMember(harness);
  const { accessToken } = await signInAs(harness, id);
  const { sid } = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
  const query = new URLSearchParams({ session_id: sid, return_to: returnTo });
  return fetch(`${harness.origin}/user_management/sessions/logout?${query}`, { redirect: 'manual' });
}

test('a sign-out returns under both names, and to no other place', async () => {
  for (const url of [
    'http://localhost:3000/bye',
    'http://127.0.0.1:3000/bye',
    'http://localhost:4321/',
    'http://127.0.0.1:4321/',
  ]) {
    assert.equal((await signOutTo(url)).headers.get('Location'), url);
  }
  for (const url of [
    'http://localhost.evil.com:3000/',
    'http://127.0.0.1@evil.com/',
    'http://localhost:3000@evil.com/',
    'https://127.0.0.1:3000/',
    'https://127.0.0.1:8443/',
    'http://127.0.0.2:3000/',
    'http://127.0.0.1.evil.com:4321/',
  ]) {
    const response = await signOutTo(url);
    assert.deepEqual([response.status, response.headers.get('Location')], [400, null], url);
  }
});

test('pages of both names may call, and of no other', async () => {
  const allowed = async (origin: string) => {
    const response = await sendRaw(harness, '/_widgets/UserManagement/members', {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'GET', 'Sec-Fetch-Site': 'cross-site' },
    });
    return response.headers.get('Access-Control-Allow-Origin');
  };
  for (const origin of [
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://127.0.0.1:4321',
    'http://localhost:4321',
    'https://localhost:8443',
  ]) {
    assert.equal(await allowed(origin), origin);
  }
  for (const origin of [
    'http://localhost:3001',
    'http://127.0.0.1:3001',
    'https://127.0.0.1:3000',
    'https://127.0.0.1:8443',
    'http://127.0.0.1:8443',
    'http://127.0.0.2:3000',
    'http://localhost.evil.com:3000',
    'http://127.0.0.1.evil.com:4321',
    'http://127.0.0.1@evil.com',
    'null',
  ]) {
    assert.equal(await allowed(origin), null, origin);
  }
});
