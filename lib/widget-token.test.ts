import assert from 'node:assert/strict';
import { after, afterEach, mock, test } from 'node:test';
import { startPageRequest } from './test-next.ts';
import { accessToken, answerAsWorkOS } from './test-workos.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const { mintWidgetToken } = await import('./widget-token.ts');

const MINT = 'POST /widgets/token';
const MEMBERSHIPS = 'GET /user_management/organization_memberships';
const TOKEN = await accessToken({ aud: 'widgets' });
const EVERYTHING = ['widgets:users-table:manage', 'widgets:user-api-keys:manage-self'];

afterEach(() => mock.restoreAll());

test('mints a token with the scopes of the widget, for the person and the organization', async () => {
  await signIn({ permissions: EVERYTHING });
  workos.answer({ [MINT]: () => [201, { token: TOKEN }] });
  const { exp } = JSON.parse(Buffer.from(TOKEN.split('.')[1] ?? '', 'base64url').toString());
  assert.deepEqual(await mintWidgetToken('users-table'), {
    ok: true,
    token: TOKEN,
    expiresAt: new Date(exp * 1000).toISOString(),
  });
  assert.deepEqual(bodies(), [
    { organization_id: 'org_1', user_id: 'user_ada', scopes: ['widgets:users-table:manage'] },
  ]);
});

test('hands the access token to a widget that takes it, and mints none', async () => {
  const token = await signIn({ permissions: EVERYTHING });
  workos.answer({
    [MEMBERSHIPS]: () => [
      200,
      {
        object: 'list',
        data: [{ object: 'organization_membership', role: { slug: 'member' } }],
        list_metadata: {},
      },
    ],
  });
  const result = await mintWidgetToken('user-api-keys');
  assert.equal(result.ok && result.token, token);
  assert.equal(
    workos.sent().some(({ method }) => method === 'POST'),
    false,
  );
});

test('hands no access token to somebody who was removed from the organization meanwhile', async () => {
  await signIn({ permissions: EVERYTHING });
  workos.answer({ [MEMBERSHIPS]: () => [200, { object: 'list', data: [], list_metadata: {} }] });
  assert.deepEqual(await mintWidgetToken('user-api-keys'), {
    ok: false,
    problem: { reason: 'no-organization' },
  });
});

test('mints no token that the session rules out', async () => {
  await signIn({ permissions: [] });
  workos.answer({ [MINT]: () => [201, { token: TOKEN }] });
  assert.deepEqual(await mintWidgetToken('users-table'), {
    ok: false,
    problem: { reason: 'missing-permission', permission: 'widgets:users-table:manage' },
  });
  assert.deepEqual(workos.sent(), []);
});

test('mints no token without a session', async () => {
  workos.answer({ [MINT]: () => [201, { token: TOKEN }] });
  await startPageRequest();
  assert.deepEqual(await mintWidgetToken('users-table'), { ok: false, problem: { reason: 'signed-out' } });
  await startPageRequest(undefined, { headers: { 'x-session-problem': 'unavailable' } });
  assert.deepEqual(await mintWidgetToken('users-table'), { ok: false, problem: { reason: 'unavailable' } });
  assert.deepEqual(workos.sent(), []);
});

test('takes an empty token for a session that has ended', async () => {
  await signIn({ permissions: EVERYTHING });
  workos.answer({ [MINT]: () => [201, { token: '' }] });
  assert.deepEqual(await mintWidgetToken('users-table'), { ok: false, problem: { reason: 'signed-out' } });
});

test('explains a token that WorkOS refuses, and logs the reason', async () => {
  const log = mock.method(console, 'error', () => {});
  await signIn({ permissions: EVERYTHING });
  workos.answer({ [MINT]: () => [429, { message: 'Slow down.' }] });
  assert.deepEqual(await mintWidgetToken('users-table'), { ok: false, problem: { reason: 'rate-limited' } });
  assert.match(String(log.mock.calls[0]?.arguments[0]), /users-table/);
  assert.equal(typeof log.mock.calls[0]?.arguments[1], 'string');
});

test('mints a token for the person alone after a removal from the organization', async () => {
  mock.method(console, 'error', () => {});
  await signIn();
  workos.answer({
    [MINT]: ({ body }) => (body.organization_id ? [404, { message: 'No.' }] : [201, { token: TOKEN }]),
  });
  assert.equal((await mintWidgetToken('user-profile')).ok, true);
  assert.deepEqual(
    bodies().map((body) => [body.organization_id, body.user_id]),
    [
      ['org_1', 'user_ada'],
      [undefined, 'user_ada'],
    ],
  );
});

test('explains why the person alone gets no token either', async () => {
  mock.method(console, 'error', () => {});
  await signIn();
  workos.answer({ [MINT]: ({ body }) => [body.organization_id ? 404 : 500, { message: 'No.' }] });
  assert.deepEqual(await mintWidgetToken('user-profile'), { ok: false, problem: { reason: 'unavailable' } });
});

for (const [what, widget, org_id, status, reason] of [
  ['a widget that needs an organization', 'users-table', 'org_1', 404, 'no-organization'],
  ['a session without an organization', 'user-profile', undefined, 404, 'no-organization'],
  ['an outage', 'user-profile', 'org_1', 500, 'unavailable'],
] as const) {
  test(`asks for no token of the person alone after ${what}`, async () => {
    mock.method(console, 'error', () => {});
    await signIn({ permissions: EVERYTHING, org_id });
    workos.answer({ [MINT]: () => [status, { message: 'No.' }] });
    assert.deepEqual(await mintWidgetToken(widget), { ok: false, problem: { reason } });
    assert.equal(bodies().length, 1);
  });
}

async function signIn(claims: Record<string, unknown> = {}): Promise<string> {
  const token = await accessToken(claims);
  await startPageRequest(token);
  return token;
}

const bodies = () => workos.sent().map(({ body }) => body);
