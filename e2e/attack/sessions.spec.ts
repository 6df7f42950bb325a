import type { APIResponse } from '@playwright/test';
import { expect, test } from '../test.ts';
import { PROTECTED_PAGES, ROUTE_HANDLERS } from './routes.ts';

/** What a page for a signed-in person has, and a redirect or an error has not. */
const SIGNED_IN = /Sign out|Invite|eyJ[\w-]+\.eyJ/;

async function expectSignedOut(response: APIResponse): Promise<void> {
  expect(await response.text()).not.toMatch(SIGNED_IN);
  expect(response.status()).not.toBe(200);
  const location = response.headers().location ?? '';
  expect(location).not.toContain('evil.example');
  expect(response.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
}

for (const path of PROTECTED_PAGES) {
  test(`${path} sends a visitor without a session to sign in`, async ({ request, localWorkOS }) => {
    const response = await request.get(path, { maxRedirects: 0 });
    expect(response.status()).toBe(307);
    expect(response.headers().location).toMatch(
      new RegExp(`^${localWorkOS.origin}/user_management/authorize\\?`),
    );
    await expectSignedOut(response);
  });

  test(`${path} gives a router's fetch without a session nothing`, async ({ request }) => {
    const headers = { rsc: '1', 'sec-fetch-dest': 'empty', 'next-router-prefetch': '1' };
    const response = await request.get(path, { headers, maxRedirects: 0 });
    expect(response.status()).toBe(204);
    expect(await response.text()).toBe('');
  });

  test(`${path} holds no secret, and only the person's own widget tokens`, async ({
    request,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.startSession(request, organization.admin);
    const { cookies } = await request.storageState();
    const session = cookies.find(({ name }) => name === 'wos-session')?.value ?? '';
    for (const headers of [{}, { rsc: '1' }] as Record<string, string>[]) {
      const response = await request.get(path, { headers });
      const text = await response.text();
      expect(response.status()).toBe(200);
      for (const secret of ['sk_test', 'a password for tests', session]) expect(text).not.toContain(secret);
      // Some providers of integrations have a scope of this name.
      expect(text).not.toMatch(/refresh_?token\\*"?:/i);
      for (const token of text.match(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g) ?? []) {
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
        expect(claims).toMatchObject({ sub: organization.admin.id });
        // The page for personal API keys hands out the access token, which has a session ID.
        if (path !== '/personal-api-keys') expect(claims).not.toHaveProperty('sid');
      }
      expect(response.headers()['cache-control']).toContain('no-store');
    }
  });
}

const SEAL =
  'Fe26.2*1*0123456789abcdef*x0uN5w8lLkq2mQvJ3VqHXw*4Jt0jT8mC9YtYvXh6vWc1A*1900000000000*fedcba9876543210*kq3Qf0g6yq1Jm3d4y5o6p7r8s9t0u1v2w3x4y5z6a7b~2';

for (const [what, value] of [
  ['an empty', ''],
  ['a made-up', 'made-up'],
  ['another format of', 'Fe26.1*a*b*c*d*e*f*g'],
  ['a seal with too few parts for', 'a*b*c*d*e*f*g*h'],
  ['a seal of another password for', SEAL],
  ['a seal of another version for', SEAL.replace('~2', '~9')],
  ['a JSON', '%7B%22user%22%3A%7B%22id%22%3A%22user_1%22%7D%7D'],
  ['an unsigned token for', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyXzEifQ.'],
  ['a very long', 'x'.repeat(6000)],
  ['a broken percent sign in', '%E0%A4%A'],
  ['a null byte in', 'a%00b'],
  ['letters of many languages in', '%F0%9F%98%80%E2%80%AE'],
] as const) {
  test(`takes ${what} session cookie for none`, async ({ request }) => {
    const response = await request.get('/users', {
      headers: { Cookie: `wos-session=${value}` },
      maxRedirects: 0,
    });
    expect(response.status()).toBe(307);
    await expectSignedOut(response);
  });
}

for (const change of ['cut', 'changed in the middle', 'changed at the end'] as const) {
  test(`takes a real session cookie that was ${change} for none`, async ({
    request,
    playwright,
    baseURL,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.startSession(request, organization.admin);
    const { cookies } = await request.storageState();
    const sealed = cookies.find(({ name }) => name === 'wos-session')?.value ?? '';
    const [middle, end] = [Math.floor(sealed.length / 2), sealed.length - 5];
    const flip = (at: number) =>
      sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    const value = {
      cut: sealed.slice(0, -20),
      'changed in the middle': flip(middle),
      'changed at the end': flip(end),
    }[change];
    const thief = await playwright.request.newContext({ baseURL: baseURL ?? '' });
    const response = await thief.get('/users', {
      headers: { Cookie: `wos-session=${value}` },
      maxRedirects: 0,
    });
    await expectSignedOut(response);
    await thief.dispose();
  });
}

for (const [what, headers] of [
  ['the mark that its proxy has run', { 'x-workos-middleware': 'true', 'x-url': 'http://localhost/' }],
  ["AuthKit's session header", { 'x-workos-session': 'made-up' }],
  ['the mark of a middleware’s own request', { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }],
  ['that mark for src', { 'x-middleware-subrequest': 'src/middleware:src/middleware:src/middleware' }],
  ['a rewrite', { 'x-middleware-rewrite': '/' }],
  ['the end of a middleware', { 'x-middleware-next': '1' }],
  ['overridden headers', { 'x-middleware-override-headers': 'cookie', 'x-middleware-request-cookie': 'a=b' }],
  ['another URL', { 'x-original-url': '/', 'x-rewrite-url': '/' }],
  ['an invoked path', { 'x-invoke-path': '/', 'x-matched-path': '/' }],
  ['a problem of the session', { 'x-session-problem': 'unavailable' }],
  ['a data request', { 'x-nextjs-data': '1' }],
  ['a forwarded host', { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }],
  ['a forwarded scheme', { 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' }],
  ['a local address', { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' }],
  ['an authorization', { authorization: 'Bearer sk_test_default' }],
  ['another method', { 'x-http-method-override': 'GET', 'x-method-override': 'GET' }],
] as const) {
  test(`is not let in by ${what} in a header`, async ({ request }) => {
    const response = await request.get('/users', { headers: { ...headers }, maxRedirects: 0 });
    await expectSignedOut(response);
  });
}

for (const path of [
  '//users',
  '/users/',
  '/USERS',
  '/users;jsessionid=1',
  '/%75sers',
  '/users%2f',
  '/users%5c',
  '/sign-in/..%2fusers',
  '/./users',
  '/_next/../users',
  '/_next/static/../../users',
  '/favicon.ico/../users',
  '/robots.txt%2f..%2fusers',
  '/users.rsc',
  '/users.txt',
  '/users.segments/_tree.segment.rsc',
  '/_next/data/build/users.json',
  '/users%00',
  '/users?_rsc=1',
  '/api/../users',
  '/callback/../users',
  '/(dashboard)/users',
]) {
  test(`${path} shows nothing to a visitor without a session`, async ({ request, baseURL }) => {
    const response = await request.get(`${baseURL}${path}`, { maxRedirects: 0 });
    expect(await response.text()).not.toMatch(SIGNED_IN);
    expect(response.headers().location ?? '').not.toMatch(/^(https?:)?\/\/(?!localhost)/);
  });
}

for (const path of ROUTE_HANDLERS) {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'TRACE'] as const) {
    test(`${path} does nothing for ${method}`, async ({ request }) => {
      const response = await request.fetch(path, { method, maxRedirects: 0 });
      expect([400, 404, 405, 500]).toContain(response.status());
      expect(response.headers()).not.toHaveProperty('location');
    });
  }
}

for (const path of ['/sign-in', '/sign-up']) {
  for (const purpose of ['prefetch', 'prefetch;prerender']) {
    test(`${path} begins no sign-in for a ${purpose}`, async ({ request }) => {
      const response = await request.get(path, { headers: { 'Sec-Purpose': purpose }, maxRedirects: 0 });
      expect(response.status()).toBe(503);
      expect(response.headers()).not.toHaveProperty('set-cookie');
    });
  }
}

for (const [where, headers] of [
  ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
  ['another site, without fetch metadata', { Origin: 'https://evil.example' }],
  ['another site, without an origin', { 'Sec-Fetch-Site': 'cross-site' }],
  ['another port', { Origin: 'http://localhost:1', 'Sec-Fetch-Site': 'same-site' }],
  ['a sandboxed frame', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
] as const) {
  for (const path of ['/', '/users', '/new-organization', '/callback', '/sign-in']) {
    test(`${path} takes no form of ${where}`, async ({ request, organization, localWorkOS }) => {
      await localWorkOS.startSession(request, organization.admin);
      const response = await request.post(path, { headers, form: { name: 'Evil' }, maxRedirects: 0 });
      expect(response.status()).toBe(403);
      expect(response.headers()).not.toHaveProperty('set-cookie');
    });
  }
}
