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
    webhookSecret: undefined,
    webVitalsUrl: undefined,
  });
});

test('reads the name and domain of the session cookie', () => {
  Object.assign(process.env, { WORKOS_COOKIE_NAME: 'session', WORKOS_COOKIE_DOMAIN: 'app.example' });
  assert.deepEqual(env().cookie, { name: 'session', domain: 'app.example' });
});

for (const [variable, value] of [
  ['WORKOS_CLIENT_ID', 'client_01ABC'],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'http://localhost:3000/callback'],
  ['WORKOS_COOKIE_SAMESITE', 'lax'],
  ['WORKOS_COOKIE_SAMESITE', 'none'],
  ['WORKOS_COOKIE_MAX_AGE', '1'],
  ['WORKOS_API_HTTPS', 'true'],
] as const) {
  test(`takes ${variable}=${value}`, () => {
    process.env[variable] = value;
    assert.deepEqual(envProblems(), []);
  });
}

test('lists all problems, one per line', () => {
  delete process.env.WORKOS_API_KEY;
  delete process.env.WORKOS_COOKIE_PASSWORD;
  const problems = envProblems();
  assert.equal(problems.length, 2);
  const lines = problems.map(({ variable, problem, fix }) => `${variable} ${problem}. ${fix}`);
  assert.throws(() => env(), { message: lines.join('\n') });
});

test('links to the page of the dashboard that has the API key', () => {
  delete process.env.WORKOS_API_KEY;
  assert.match(envProblems()[0]?.fix ?? '', /https:\/\/dashboard\.workos\.com\/api-keys/);
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
  ['WORKOS_API_KEY', 'xsk_test_1', /begin with sk_/],
  ['WORKOS_API_KEY', 'sk_', /begin with sk_/],
  ['WORKOS_API_KEY', 'sk_test 1', /begin with sk_/],
  ['WORKOS_CLIENT_ID', '', /is missing/],
  ['WORKOS_CLIENT_ID', 'sk_test_1', /begin with client_/],
  ['WORKOS_CLIENT_ID', 'xclient_1', /begin with client_/],
  ['WORKOS_CLIENT_ID', 'client_', /begin with client_/],
  ['WORKOS_CLIENT_ID', 'client_1 2', /begin with client_/],
  ['WORKOS_COOKIE_PASSWORD', '', /is missing/],
  ['WORKOS_COOKIE_PASSWORD', 'x'.repeat(31), /32 characters/],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'app.example', /is not a URL/],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', '', /is missing/],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'ftp://app.example/callback', /is not a URL/],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'xhttp://app.example/callback', /is not a URL/],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'httpsx://app.example/callback', /is not a URL/],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'https://app.example/auth', /\/callback/],
  ['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'https://app.example/callback/x', /\/callback/],
  ['WORKOS_API_PORT', 'a', /is not a port/],
  ['WORKOS_API_PORT', '80.5', /is not a port/],
  ['WORKOS_API_HTTPS', 'yes', /neither true nor false/],
  ['WORKOS_COOKIE_SAMESITE', 'strict', /nobody can sign in/],
  ['WORKOS_COOKIE_SAMESITE', 'loose', /neither lax nor none/],
  ['WORKOS_COOKIE_MAX_AGE', '-1', /seconds/],
  ['WORKOS_COOKIE_NAME', 'my session', /characters/],
  ['WORKOS_COOKIE_DOMAIN', 'other.example', /does not include app\.example/],
  ['WORKOS_COOKIE_DOMAIN', 'pp.example', /does not include app\.example/],
  ['WORKOS_COOKIE_MAX_AGE', '0', /seconds/],
  ['WORKOS_COOKIE_MAX_AGE', '1.5', /seconds/],
  ['WORKOS_COOKIE_MAX_AGE', 'a day', /seconds/],
] as const) {
  test(`rejects ${variable}=${value} and says how to fix it`, () => {
    process.env[variable] = value;
    const [found, ...others] = envProblems();
    assert.equal(found?.variable, variable);
    assert.match(found?.problem ?? '', problem);
    assert.ok(found?.fix);
    if (value.length > 8) assert.doesNotMatch(`${found.problem} ${found.fix}`, new RegExp(`\\b${value}\\b`));
    assert.deepEqual(others, []);
    assert.throws(() => env(), new RegExp(variable));
  });
}

for (const [what, variables, refused] of [
  ['SameSite=None over http', { WORKOS_COOKIE_SAMESITE: 'none' }, 'WORKOS_COOKIE_SAMESITE is none'],
  [
    'a __Secure- cookie over http',
    { WORKOS_COOKIE_NAME: '__Secure-session' },
    'WORKOS_COOKIE_NAME starts with',
  ],
  ['a __Host- cookie over http', { WORKOS_COOKIE_NAME: '__Host-session' }, 'WORKOS_COOKIE_NAME starts with'],
] as const) {
  test(`rejects ${what}, and accepts it over https`, () => {
    Object.assign(process.env, variables);
    assert.deepEqual(envProblems(), []);
    process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI = 'http://app.example/callback';
    const problems = envProblems().map(({ variable, problem }) => `${variable} ${problem}`);
    assert.equal(problems.length, 1);
    assert.ok(problems[0]?.startsWith(refused));
    assert.match(problems[0] ?? '', /https only$/);
  });
}

test('accepts a cookie over http whose name only contains a prefix', () => {
  Object.assign(process.env, {
    WORKOS_COOKIE_NAME: 'my__Host-session',
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: 'http://app.example/callback',
  });
  assert.deepEqual(envProblems(), []);
});

test('rejects a __Host- cookie with a domain', () => {
  Object.assign(process.env, { WORKOS_COOKIE_NAME: '__Host-session', WORKOS_COOKIE_DOMAIN: 'app.example' });
  assert.deepEqual(
    envProblems().map(({ variable, problem }) => `${variable} ${problem}`),
    ['WORKOS_COOKIE_NAME starts with __Host-, which browsers accept without a domain only'],
  );
});

test('accepts a cookie domain that includes the app’s host', () => {
  for (const domain of ['app.example', '.app.example', 'example']) {
    process.env.WORKOS_COOKIE_DOMAIN = domain;
    assert.deepEqual(envProblems(), []);
  }
});

test('prefers a configured redirect URI to Vercel’s', () => {
  process.env.VERCEL_URL = 'x.vercel.app';
  assert.equal(env().redirectUri, 'https://app.example/callback');
});

test('lacks a redirect URI on Vercel without a host', () => {
  delete process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI;
  process.env.VERCEL_ENV = 'production';
  assert.deepEqual(
    envProblems().map(({ variable, problem }) => [variable, problem]),
    [['NEXT_PUBLIC_WORKOS_REDIRECT_URI', 'is missing']],
  );
});

for (const [what, variables, expected] of [
  [
    'production',
    { VERCEL_ENV: 'production', VERCEL_PROJECT_PRODUCTION_URL: 'app.example', VERCEL_URL: 'x.vercel.app' },
    'https://app.example/callback',
  ],
  [
    'a preview',
    {
      VERCEL_ENV: 'preview',
      VERCEL_PROJECT_PRODUCTION_URL: 'app.example',
      VERCEL_BRANCH_URL: 'b.vercel.app',
      VERCEL_URL: 'x.vercel.app',
    },
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
