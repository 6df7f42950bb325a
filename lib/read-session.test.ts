import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, mock, test } from 'node:test';
import { sealed } from './test-next.ts';
import { ADA, type Answers, accessToken, answerAsWorkOS, PUBLISHED_KEY } from './test-workos.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const { NextRequest } = await import('next/server');
const { readSession } = await import('./read-session.ts');

const REFRESH = 'POST /user_management/authenticate';
const EXPIRED = -10;
/** Less than the minute ahead of which a token is renewed. */
const SOON = 50;
/** AuthKit throws for a seal of another format. One that it cannot open is none for it. */
const ANOTHER_FORMAT = 'Fe26.1*a*b*c*d*e*f*g';
const DELETED = /^wos-session=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/;

let asked = 0;
const lastRefreshToken = () => `refresh_of_session_${asked}`;

beforeEach(() => {
  delete process.env.WORKOS_COOKIE_DOMAIN;
  mock.method(console, 'error', () => {});
});
afterEach(() => {
  mock.restoreAll();
  mock.timers.reset();
});

test('reads a valid session without a refresh', async () => {
  answer({});
  const read = await known(await request(70));
  assert.equal(read.session.sessionId, 'session_1');
  assert.equal(read.session.organizationId, 'org_1');
  assert.deepEqual(refreshes(), []);
});

test('leads a visitor without a session to sign-in, and back to the app', async () => {
  answer({});
  const read = await known(new NextRequest('http://localhost:3000/users'));
  assert.equal(read.session.user, null);
  const url = new URL(read.authorizationUrl ?? '');
  assert.equal(url.searchParams.get('redirect_uri'), 'http://localhost:3000/callback');
});

test('renews an expired session in the same organization, and keeps it in the cookie', async () => {
  answer({ [REFRESH]: await renewed({ sid: 'session_renewed' }) });
  const read = await known(await request(EXPIRED));
  assert.equal(read.session.sessionId, 'session_renewed');
  assert.deepEqual(
    refreshes().map(({ refresh_token, organization_id }) => [refresh_token, organization_id]),
    [[await lastRefreshToken(), 'org_1']],
  );
  const [cookie] = sessionCookies(read);
  assert.match(cookie ?? '', /^wos-session=\S{100,}; Path=\/; HttpOnly; SameSite=Lax/);
});

test('renews once for requests that come together', async () => {
  answer({ [REFRESH]: await renewed() });
  const incoming = await request(EXPIRED);
  await Promise.all([readSession(incoming), readSession(incoming), readSession(incoming)]);
  assert.equal(refreshes().length, 1);
});

for (const [what, status, body, problem] of [
  ['an outage', 500, { message: 'No.' }, 'unavailable'],
  ['a proxy’s error page', 502, '<html>', 'unavailable'],
  ['a firewall', 403, { message: 'No.' }, 'unavailable'],
  ['too many requests', 429, { message: 'No.' }, 'unavailable'],
  ['a wrong API key', 401, { message: 'No.' }, 'misconfigured'],
  ['an answer without a token', 200, { access_token: '<html>', user: ADA }, 'unavailable'],
] as const) {
  test(`keeps an expired session during ${what}`, async () => {
    answer({ [REFRESH]: () => [status, body] });
    assert.deepEqual(await readSession(await request(EXPIRED)), { problem });
    assert.equal(refreshes().length, 1);
  });
}

test('ends a session that WorkOS has ended', async () => {
  answer({ [REFRESH]: () => [400, { error: 'invalid_grant', error_description: 'No.' }] });
  const read = await known(await request(EXPIRED));
  assert.equal(read.session.user, null);
  assert.ok(read.authorizationUrl);
  assert.match(sessionCookies(read).join(), DELETED);
});

test('renews a session that expires soon ahead of its end', async () => {
  answer({ [REFRESH]: await renewed({ sid: 'session_renewed' }) });
  const read = await known(await request(SOON));
  assert.equal(read.session.sessionId, 'session_renewed');
});

for (const [what, status, body] of [
  ['fails', 500, { message: 'No.' }],
  ['is refused', 400, { error: 'invalid_grant', error_description: 'No.' }],
] as const) {
  test(`keeps using a session that expires soon when its renewal ${what}`, async () => {
    answer({ [REFRESH]: () => [status, body] });
    const read = await known(await request(SOON));
    assert.equal(read.session.sessionId, 'session_1');
    assert.deepEqual(sessionCookies(read), []);
    // On a slow machine, the page may have stopped waiting before WorkOS was reached.
    while (refreshes().length === 0) await turn();
    assert.equal(refreshes().length, 1);
  });
}

test('waits less for a renewal ahead than for one that is due, and least while a browser shows nothing', async () => {
  answer({ [REFRESH]: () => 'silence' });
  for (const [expiresIn, destination, patience, result] of [
    [SOON, 'document', 800, 'session_1'],
    [EXPIRED, 'empty', 3_500, 'unavailable'],
    [EXPIRED, 'document', 700, 'unavailable'],
  ] as const) {
    const incoming = await request(expiresIn);
    incoming.headers.set('sec-fetch-dest', destination);
    mock.timers.enable({ apis: ['setTimeout'] });
    let settled = false;
    const reading = readSession(incoming).finally(() => {
      settled = true;
    });
    while (!refreshes().some(({ refresh_token }) => refresh_token === lastRefreshToken())) await turn();
    // One by one: a timer that starts another counts from the end of a tick.
    for (let passed = 1; passed < patience; passed++) mock.timers.tick(1);
    await turn();
    assert.equal(settled, false);
    mock.timers.tick(1);
    const read = await reading;
    assert.equal(read.problem ?? read.session.sessionId, result);
    mock.timers.reset();
  }
});

for (const [domain, attribute] of [
  ['', ''],
  ['app.example', '; Domain=app.example'],
] as const) {
  test(`deletes an unreadable cookie${domain && `, at ${domain}`}`, async (t) => {
    const uri = process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI;
    t.after(() => Object.assign(process.env, { NEXT_PUBLIC_WORKOS_REDIRECT_URI: uri }));
    process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI = 'https://app.example/callback';
    process.env.WORKOS_COOKIE_DOMAIN = domain;
    answer({});
    const read = await known(requestWith(`wos-session=${ANOTHER_FORMAT}`));
    assert.equal(read.session.user, null);
    assert.ok(read.authorizationUrl);
    assert.deepEqual(sessionCookies(read), [`wos-session=; Path=/; Max-Age=0${attribute}`]);
  });
}

for (const [what, value] of [
  ['cookie that AuthKit cannot open', 'made-up'],
  ['session whose access token is none', await sealed({ accessToken: 'made-up' })],
]) {
  test(`forgets a ${what}`, async () => {
    answer({ [REFRESH]: () => [500, { message: 'No.' }] });
    const read = await known(requestWith(`wos-session=${value}`));
    assert.equal(read.session.user, null);
    assert.match(sessionCookies(read).join(), DELETED);
    assert.deepEqual(refreshes(), []);
  });
}

test('does not take the state of a sign-in from a long address for a session that is too large', async () => {
  answer({});
  const address = `http://localhost:3000/users?search=${'x'.repeat(4_000)}`;
  const read = await known(new NextRequest(address, { headers: { accept: 'text/html' } }));
  assert.ok(read.headers.getSetCookie().some((cookie) => cookie.length > 4_096));
  assert.ok(read.authorizationUrl);
});

test('says that a renewed session is too large for a cookie', async () => {
  answer({ [REFRESH]: await renewed({ permissions: ['x'.repeat(3_000)] }) });
  assert.deepEqual(await readSession(await request(EXPIRED)), { problem: 'too-large' });
  const read = await known(await request(SOON));
  assert.equal(read.session.sessionId, 'session_1');
});

/** A request of a session of its own: renewals are shared by those of the same. */
async function request(expiresIn: number) {
  const token = await accessToken({}, expiresIn);
  asked += 1;
  return requestWith(`wos-session=${await sealed({ accessToken: token, refreshToken: lastRefreshToken() })}`);
}

function requestWith(cookie: string) {
  return new NextRequest('http://localhost:3000/users', { headers: { cookie, accept: 'text/html' } });
}

async function known(incoming: InstanceType<typeof NextRequest>) {
  const read = await readSession(incoming);
  assert.ok(!read.problem, `The session is ${read.problem}.`);
  return read;
}

function sessionCookies({ headers }: { headers: Headers }): string[] {
  return headers.getSetCookie().filter((cookie) => cookie.startsWith('wos-session='));
}

async function renewed(claims: Record<string, unknown> = {}): Promise<Answers[string]> {
  const token = await accessToken(claims);
  return () => [200, { user: ADA, access_token: token, refresh_token: 'refresh_next' }];
}

function answer(answers: Answers): void {
  workos.answer({ ...PUBLISHED_KEY, ...answers });
}

const refreshes = () =>
  workos
    .sent()
    .filter(({ path }) => path === '/user_management/authenticate')
    .map(({ body }) => body);

const turn = () => new Promise((resolve) => setImmediate(resolve));
