import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { env, envProblems } from './env.ts';

const RIGHT: Record<string, string> = {
  WORKOS_API_KEY: 'sk_test_1',
  WORKOS_CLIENT_ID: 'client_1',
  WORKOS_COOKIE_PASSWORD: 'x'.repeat(32),
  NEXT_PUBLIC_WORKOS_REDIRECT_URI: 'https://app.example/callback',
};

const NAMES = /^(NEXT_PUBLIC_)?WORKOS_|^VERCEL_/;

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (NAMES.test(name)) delete process.env[name];
  Object.assign(process.env, RIGHT);
});

test('reads the variables, with defaults for WorkOS’s host and AuthKit’s cookie', () => {
  assert.deepEqual(envProblems(), []);
  assert.deepEqual(env(), {
    apiKey: 'sk_test_1',
    clientId: 'client_1',
    redirectUri: 'https://app.example/callback',
    api: { hostname: 'api.workos.com', https: true, port: undefined, origin: 'https://api.workos.com' },
    cookie: { name: 'wos-session', domain: undefined },
  });
});

test('points at another host', () => {
  Object.assign(process.env, {
    WORKOS_API_HOSTNAME: 'localhost',
    WORKOS_API_PORT: '4100',
    WORKOS_API_HTTPS: 'false',
  });
  assert.equal(env().api.origin, 'http://localhost:4100');
});

for (const [variable, value, problem] of [
  ['WORKOS_API_KEY', '', /is missing/],
  ['WORKOS_API_KEY', 'client_1', /begin with sk_/],
  ['WORKOS_CLIENT_ID', 'sk_test_1', /begin with client_/],
  ['WORKOS_COOKIE_PASSWORD', 'x'.repeat(31), /32 characters/],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'app.example', /is not a URL/],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'https://app.example/auth', /\/callback/],
  ['WORKOS_API_PORT', 'a', /is not a port/],
  ['WORKOS_API_HTTPS', 'yes', /neither true nor false/],
  ['WORKOS_COOKIE_SAMESITE', 'strict', /nobody can sign in/],
  ['WORKOS_COOKIE_SAMESITE', 'loose', /neither lax nor none/],
  ['WORKOS_COOKIE_MAX_AGE', '-1', /seconds/],
  ['WORKOS_COOKIE_NAME', 'my session', /characters/],
  ['WORKOS_COOKIE_DOMAIN', 'other.example', /does not include app\.example/],
  ['WORKOS_COOKIE_DOMAIN', 'pp.example', /does not include app\.example/],
] as const) {
  test(`rejects ${variable}=${value} and says how to fix it`, () => {
    process.env[variable] = value;
    const [found, ...others] = envProblems();
    assert.equal(found?.variable, variable);
    assert.match(found?.problem ?? '', problem);
    assert.ok(found?.fix);
    assert.deepEqual(others, []);
    assert.throws(() => env(), new RegExp(variable));
  });
}

for (const [what, variables, refused] of [
  ['SameSite=None over http', { WORKOS_COOKIE_SAMESITE: 'none' }, 'WORKOS_COOKIE_SAMESITE'],
  ['a __Secure- cookie over http', { WORKOS_COOKIE_NAME: '__Secure-session' }, 'WORKOS_COOKIE_NAME'],
  ['a __Host- cookie over http', { WORKOS_COOKIE_NAME: '__Host-session' }, 'WORKOS_COOKIE_NAME'],
] as const) {
  test(`rejects ${what}, and accepts it over https`, () => {
    Object.assign(process.env, variables);
    assert.deepEqual(envProblems(), []);
    process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI = 'http://app.example/callback';
    assert.deepEqual(
      envProblems().map(({ variable }) => variable),
      [refused],
    );
  });
}

test('rejects a __Host- cookie with a domain', () => {
  Object.assign(process.env, { WORKOS_COOKIE_NAME: '__Host-session', WORKOS_COOKIE_DOMAIN: 'app.example' });
  assert.deepEqual(
    envProblems().map(({ variable }) => variable),
    ['WORKOS_COOKIE_NAME'],
  );
});

test('accepts a cookie domain that includes the app’s host', () => {
  for (const domain of ['app.example', '.app.example', 'example']) {
    process.env.WORKOS_COOKIE_DOMAIN = domain;
    assert.deepEqual(envProblems(), []);
  }
});

for (const [what, variables, expected] of [
  [
    'production',
    { VERCEL_ENV: 'production', VERCEL_PROJECT_PRODUCTION_URL: 'app.example', VERCEL_URL: 'x.vercel.app' },
    'https://app.example/callback',
  ],
  [
    'a preview',
    { VERCEL_ENV: 'preview', VERCEL_BRANCH_URL: 'b.vercel.app', VERCEL_URL: 'x.vercel.app' },
    'https://b.vercel.app/callback',
  ],
  ['a deployment', { VERCEL_ENV: 'preview', VERCEL_URL: 'x.vercel.app' }, 'https://x.vercel.app/callback'],
] as const) {
  test(`knows the redirect URI of ${what} on Vercel`, () => {
    delete process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI;
    Object.assign(process.env, variables);
    assert.equal(env().redirectUri, expected);
  });
}
