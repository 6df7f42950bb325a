import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { organizations } from '@workos-inc/widgets/experimental/api/fetch';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { CLIENT_ID } from '../src/http/options.ts';
import { codeOf, signInAs, startSignIn } from './browser.ts';
import {
  ACME,
  authorized,
  createMember,
  type Harness,
  KOFI,
  setMultipleRoles,
  startHarness,
} from './harness.ts';

const harness = await startHarness();
const { authorization, userManagement } = harness.workos;
const HOME = 'http://localhost:3000/';

const logout = (of: Harness, query: Record<string, string>) =>
  of.request(`/user_management/sessions/logout?${new URLSearchParams(query)}`, { redirect: 'manual' });

test('an access token is signed with the published key and carries the documented claims', async () => {
  const session = await signInAs(harness, KOFI, ACME);
  const keys = createRemoteJWKSet(new URL(userManagement.getJwksUrl(CLIENT_ID)));
  const { payload } = await jwtVerify(session.accessToken, keys, {
    issuer: `${harness.origin}/user_management/${CLIENT_ID}`,
    algorithms: ['RS256'],
  });
  const { iat = 0, exp = 0, jti, sid, auth_time, ...claims } = payload;
  assert.equal(exp - iat, 300, 'five minutes');
  assert.ok(jti);
  assert.match(String(sid), /^session_/);
  assert.ok(Math.abs(Number(auth_time) - iat) <= 1);
  assert.deepEqual(claims, {
    iss: `${harness.origin}/user_management/${CLIENT_ID}`,
    sub: KOFI,
    client_id: CLIENT_ID,
    org_id: ACME,
    role: 'admin',
    roles: ['admin'],
    permissions: (await authorization.getEnvironmentRole('admin')).permissions,
    entitlements: [],
    feature_flags: ['advanced-analytics'],
  });
});

test('names no organization in the token without one', async () => {
  const { id } = await createMember(harness);
  const claims = decodeJwt((await signInAs(harness, id)).accessToken);
  for (const name of ['org_id', 'role', 'roles', 'permissions']) assert.equal(name in claims, false, name);
});

test('uses the strongest of several roles, and combines their permissions', async () => {
  const own = await startHarness();
  await own.workos.authorization.createPermission({ slug: 'posts:read', name: 'Read posts' });
  await own.workos.authorization.setEnvironmentRolePermissions('member', { permissions: ['posts:read'] });
  await setMultipleRoles(own, ACME, true);
  const member = await createMember(own);
  await own.workos.userManagement.createOrganizationMembership({
    userId: member.id,
    organizationId: ACME,
    roleSlugs: ['member', 'admin'],
  });
  const claims = decodeJwt<{ role: string; roles: string[]; permissions: string[] }>(
    (await signInAs(own, member.id, ACME)).accessToken,
  );
  assert.deepEqual([claims.role, claims.roles], ['admin', ['admin', 'member']]);
  assert.ok(claims.permissions.includes('posts:read'));
  assert.ok(claims.permissions.includes('widgets:users-table:manage'));
});

test('serves the key set, one key with its certificate, for this client only', async () => {
  const response = await harness.request(`/sso/jwks/${CLIENT_ID}`);
  const { keys } = (await response.json()) as {
    keys: { x5c: string[]; n: string; alg: string; use: string }[];
  };
  assert.equal(keys.length, 1);
  const [key] = keys;
  const certificate = new X509Certificate(Buffer.from(key?.x5c[0] ?? '', 'base64'));
  assert.equal(certificate.publicKey.export({ format: 'jwk' }).n, key?.n);
  assert.deepEqual([key?.alg, key?.use], ['RS256', 'sig']);
  assert.equal((await harness.request('/sso/jwks/client_other')).status, 404);
});

test("the SDK's sealed session authenticates, refreshes and leads to the sign-out", async () => {
  const cookiePassword = 'a-password-of-at-least-32-characters';
  const { browser, page, codeVerifier } = await startSignIn(harness, { organizationId: ACME });
  const code = codeOf(await browser.submit(page, '/sign-in/continue', {}, 'Mika Laine'));
  const { sealedSession = '' } = await userManagement.authenticateWithCode({
    clientId: CLIENT_ID,
    code,
    codeVerifier,
    session: { sealSession: true, cookiePassword },
  });
  const session = userManagement.loadSealedSession({ sessionData: sealedSession, cookiePassword });
  const authenticated = await session.authenticate();
  assert.ok(authenticated.authenticated);
  assert.deepEqual([authenticated.organizationId, authenticated.role], [ACME, 'member']);
  assert.ok((await session.refresh()).authenticated);
  const { pathname, search } = new URL(await session.getLogoutUrl({ returnTo: HOME }));
  const response = await harness.request(pathname + search, { redirect: 'manual' });
  assert.equal(response.headers.get('Location'), HOME);
  const ended = await session.refresh();
  assert.deepEqual([ended.authenticated, 'reason' in ended && ended.reason], [false, 'invalid_grant']);
});

test('expires an access token after --access-token-ttl, and accepts it for widgets until then', async (t) => {
  const own = await startHarness({ accessTokenTtl: 10 });
  own.stopClock(t);
  const { accessToken } = await signInAs(own, KOFI, ACME);
  const call = async () => (await organizations(authorized(own, accessToken))).status;
  own.advance(9);
  assert.equal(await call(), 200);
  own.advance(1);
  assert.equal(await call(), 403);
});

test('ends the session on sign-out, and returns to the app', async () => {
  const session = await signInAs(harness, KOFI, ACME);
  const sessionId = String(decodeJwt(session.accessToken).sid);
  const other = await signInAs(harness, KOFI, ACME);
  const url = new URL(userManagement.getLogoutUrl({ sessionId, returnTo: `${HOME}bye?from=here` }));
  const response = await harness.request(url.pathname + url.search, { redirect: 'manual' });
  assert.equal(response.status, 302);
  assert.equal(response.headers.get('Location'), `${HOME}bye?from=here`);

  await assert.rejects(
    userManagement.authenticateWithRefreshToken({ clientId: CLIENT_ID, refreshToken: session.refreshToken }),
    { status: 400, error: 'invalid_grant' },
  );
  assert.equal((await organizations(authorized(harness, session.accessToken))).status, 403);
  assert.equal((await organizations(authorized(harness, other.accessToken))).status, 200, 'the other stays');

  const again = await logout(harness, { session_id: sessionId });
  assert.equal(again.headers.get('Location'), HOME, 'without return_to, to the home page');
});

test('returns only to the app on sign-out', async () => {
  const session = await signInAs(harness, KOFI, ACME);
  const sessionId = String(decodeJwt(session.accessToken).sid);
  for (const returnTo of [
    'https://evil.example/',
    'http://localhost:3000@evil.example/',
    'http://localhost:3000.evil.example/',
    'http://localhost:3001/',
    '//evil.example',
    'javascript:alert(1)',
    '',
  ]) {
    const response = await logout(harness, { session_id: sessionId, return_to: returnTo });
    assert.equal(response.status, 400, returnTo);
    assert.equal(response.headers.get('Location'), null);
  }
  assert.equal(
    (await organizations(authorized(harness, session.accessToken))).status,
    200,
    'still signed in',
  );
});

test('does not end an unknown session', async () => {
  for (const sessionId of ['session_none', '']) {
    assert.equal((await logout(harness, { session_id: sessionId })).status, 422);
  }
});
