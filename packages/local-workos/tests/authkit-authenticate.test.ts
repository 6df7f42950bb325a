import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { decodeJwt } from 'jose';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { Browser, codeOf, REDIRECT_URI, signInAs, startSignIn } from './browser.ts';
import {
  ACME,
  answer,
  createMember,
  createOrganization,
  type Harness,
  KOFI,
  mailsTo,
  newEmail,
  SEED_PASSWORD,
  startHarness,
} from './harness.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const PASSWORD = 'purple-otter-canyon-lamp';
const invalidGrant = { status: 400, error: 'invalid_grant' };

/** The code and its verifier that the app has after a sign-in on the hosted pages. */
async function signInForCode(of: Harness = harness): Promise<{ code: string; codeVerifier: string }> {
  const { browser, page, codeVerifier } = await startSignIn(of);
  return { code: codeOf(await browser.submit(page, '/sign-in/continue', {}, 'Mika Laine')), codeVerifier };
}

const authenticate = (body: Record<string, unknown>) =>
  harness.request('/user_management/authenticate', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ client_id: CLIENT_ID, ...body }),
  });

const withSecret = (body: Record<string, unknown>) => authenticate({ client_secret: API_KEY, ...body });

test('exchanges a code with its verifier for a session', async () => {
  const { code, codeVerifier } = await signInForCode();
  const session = await userManagement.authenticateWithCodeAndVerifier({
    clientId: CLIENT_ID,
    code,
    codeVerifier,
    ipAddress: '192.0.2.7',
    userAgent: 'Test/1.0',
  });
  assert.equal(session.user.email, 'mika.laine@example.com');
  assert.equal(session.organizationId, ACME);
  assert.equal(session.authenticationMethod, 'Password');
  assert.ok(session.refreshToken);
  const { sid, org_id, role, permissions } = decodeJwt<Record<string, unknown>>(session.accessToken);
  assert.match(String(sid), /^session_/);
  assert.deepEqual([org_id, role, permissions], [ACME, 'member', []]);
});

test('accepts a public client without a key', async () => {
  const { code, codeVerifier } = await signInForCode();
  const workos = new WorkOS({ ...harness.clientOptions });
  const session = await workos.userManagement.authenticateWithCodeAndVerifier({
    clientId: CLIENT_ID,
    code,
    codeVerifier,
  });
  const response = await authenticate({ grant_type: 'refresh_token', refresh_token: session.refreshToken });
  assert.equal(response.status, 200);
});

test('rejects a wrong or missing verifier, and uses up the code', async () => {
  const { code, codeVerifier } = await signInForCode();
  await assert.rejects(
    userManagement.authenticateWithCodeAndVerifier({
      clientId: CLIENT_ID,
      code,
      codeVerifier: codeVerifier.split('').reverse().join(''),
    }),
    invalidGrant,
  );
  await assert.rejects(
    userManagement.authenticateWithCodeAndVerifier({ clientId: CLIENT_ID, code, codeVerifier }),
    invalidGrant,
  );
  const other = await signInForCode();
  await assert.rejects(
    userManagement.authenticateWithCode({ clientId: CLIENT_ID, code: other.code }),
    invalidGrant,
  );
});

test('requires the API key, and rejects a verifier, without a challenge', async () => {
  const codeWithoutChallenge = async () => {
    const browser = new Browser(harness);
    const page = await browser.open(
      userManagement.getAuthorizationUrl({
        provider: 'authkit',
        clientId: CLIENT_ID,
        redirectUri: REDIRECT_URI,
      }),
    );
    return codeOf(await browser.submit(page, '/sign-in/continue', {}, 'Mika Laine'));
  };
  const session = await userManagement.authenticateWithCode({
    clientId: CLIENT_ID,
    code: await codeWithoutChallenge(),
  });
  assert.equal(session.user.email, 'mika.laine@example.com');
  await assert.rejects(
    userManagement.authenticateWithCodeAndVerifier({
      clientId: CLIENT_ID,
      code: await codeWithoutChallenge(),
      codeVerifier: 'v'.repeat(43),
    }),
    { status: 400, code: 'code_challenge_not_found' },
  );
  const code = await codeWithoutChallenge();
  assert.deepEqual(await answer(await authenticate({ grant_type: 'authorization_code', code })), {
    status: 400,
    body: { error: 'invalid_client', error_description: 'A client secret is required.' },
  });
});

test('accepts a code once, even if it is sent twice at the same time', async () => {
  const { code, codeVerifier } = await signInForCode();
  const exchange = () =>
    userManagement.authenticateWithCodeAndVerifier({ clientId: CLIENT_ID, code, codeVerifier });
  const results = await Promise.allSettled([exchange(), exchange(), exchange()]);
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  await assert.rejects(exchange(), invalidGrant);
  await assert.rejects(
    userManagement.authenticateWithCodeAndVerifier({ clientId: CLIENT_ID, code: 'none', codeVerifier }),
    invalidGrant,
  );
});

test('accepts a code for ten minutes', async (t) => {
  const own = await startHarness();
  own.stopClock(t);
  const [early, late] = [await signInForCode(own), await signInForCode(own)];
  const exchange = (grant: { code: string; codeVerifier: string }) =>
    own.workos.userManagement.authenticateWithCodeAndVerifier({ clientId: CLIENT_ID, ...grant });
  own.advance(595);
  await exchange(early);
  own.advance(10);
  await assert.rejects(exchange(late), invalidGrant);
});

test('signs in with the email and password of the API, and rejects wrong ones', async () => {
  const email = 'lena.fischer@example.com';
  const session = await userManagement.authenticateWithPassword({
    clientId: CLIENT_ID,
    email,
    password: SEED_PASSWORD,
  });
  assert.equal(session.user.email, email);
  for (const wrong of [
    { email, password: 'not-this-one' },
    { email: 'nobody@example.com', password: 'x' },
  ]) {
    await assert.rejects(userManagement.authenticateWithPassword({ clientId: CLIENT_ID, ...wrong }), {
      status: 400,
      code: 'invalid_credentials',
    });
  }
});

test('the password grant requires a verified address, and continues with the emailed code', async () => {
  const email = newEmail();
  await userManagement.createUser({ email, password: PASSWORD });
  const refused = await answer(await withSecret({ grant_type: 'password', email, password: PASSWORD }));
  assert.equal(refused.status, 403);
  const body = refused.body as Record<string, string>;
  assert.deepEqual([body.code, body.email], ['email_verification_required', email]);
  assert.ok(body.email_verification_id);
  const pendingAuthenticationToken = body.pending_authentication_token ?? '';
  const code = (await mailsTo(harness, email))[0]?.code ?? '';

  const verify = (changes: Record<string, string> = {}) =>
    userManagement.authenticateWithEmailVerification({
      clientId: CLIENT_ID,
      code,
      pendingAuthenticationToken,
      ...changes,
    });
  await assert.rejects(verify({ code: code === '000000' ? '000001' : '000000' }), {
    code: 'invalid_one_time_code',
  });
  await assert.rejects(verify({ pendingAuthenticationToken: 'made-up' }), {
    code: 'invalid_pending_authentication_token',
  });
  const { user } = await verify();
  assert.deepEqual([user.email, user.emailVerified], [email, true]);
  await assert.rejects(verify(), { code: 'invalid_pending_authentication_token' });
  await userManagement.authenticateWithPassword({ clientId: CLIENT_ID, email, password: PASSWORD });
});

test('rejects a pending email verification token for other steps', async () => {
  const email = newEmail();
  const { id: userId } = await userManagement.createUser({ email, password: PASSWORD });
  await userManagement.createOrganizationMembership({ userId, organizationId: ACME });
  const refused = await answer(await withSecret({ grant_type: 'password', email, password: PASSWORD }));
  await userManagement.updateUser({ userId, emailVerified: true });
  const { pending_authentication_token: pendingAuthenticationToken } = refused.body as {
    pending_authentication_token: string;
  };
  await assert.rejects(
    userManagement.authenticateWithOrganizationSelection({
      clientId: CLIENT_ID,
      pendingAuthenticationToken,
      organizationId: ACME,
    }),
    { code: 'invalid_pending_authentication_token' },
  );
});

test('the password grant enters the only organization, or asks which one of several', async () => {
  const member = await createMember(harness, ACME);
  await userManagement.updateUser({ userId: member.id, password: PASSWORD });
  const signIn = { clientId: CLIENT_ID, email: member.email, password: PASSWORD };
  assert.equal((await userManagement.authenticateWithPassword(signIn)).organizationId, ACME);

  const other = await createOrganization(harness);
  await userManagement.createOrganizationMembership({ userId: member.id, organizationId: other.id });
  const grant = { grant_type: 'password', email: member.email, password: PASSWORD };
  const refused = await answer(await withSecret(grant));
  assert.equal(refused.status, 403);
  const body = refused.body as {
    code: string;
    user: { id: string };
    organizations: { id: string; name: string }[];
    pending_authentication_token: string;
  };
  assert.deepEqual([body.code, body.user.id], ['organization_selection_required', member.id]);
  assert.deepEqual(new Set(body.organizations.map(({ id }) => id)), new Set([ACME, other.id]));
  const choose = (organizationId: string) =>
    userManagement.authenticateWithOrganizationSelection({
      clientId: CLIENT_ID,
      pendingAuthenticationToken: body.pending_authentication_token,
      organizationId,
    });
  const foreign = await createOrganization(harness);
  await assert.rejects(choose(foreign.id), { error: 'organization_membership_not_found' });
  await assert.rejects(choose('org_none'), { error: 'organization_not_found' });
  const session = await choose(other.id);
  assert.equal(session.organizationId, other.id);
  assert.equal(decodeJwt(session.accessToken).org_id, other.id);
  await assert.rejects(choose(other.id), { code: 'invalid_pending_authentication_token' });
});

test('rejects the code of a person who was removed from the organization', async () => {
  const member = await createMember(harness, ACME);
  const browser = new Browser(harness);
  const people = await browser.open(`/people?search=${encodeURIComponent(member.email)}`);
  await browser.submit(people, `/people/${member.id}/sign-in`, { organization_id: ACME });
  const { page, codeVerifier } = await startSignIn(harness, {}, browser);
  const { data } = await userManagement.listOrganizationMemberships({ userId: member.id });
  await userManagement.deleteOrganizationMembership(data[0]?.id ?? '');
  await assert.rejects(
    userManagement.authenticateWithCodeAndVerifier({ clientId: CLIENT_ID, code: codeOf(page), codeVerifier }),
    { status: 400, error: 'organization_membership_not_found' },
  );
});

test('rejects another client or a wrong secret', async () => {
  const { code, codeVerifier } = await signInForCode();
  await assert.rejects(
    userManagement.authenticateWithCodeAndVerifier({ clientId: 'client_other', code, codeVerifier }),
    { status: 400, error: 'invalid_client' },
  );
  const grant = { grant_type: 'authorization_code', code, code_verifier: codeVerifier };
  assert.equal((await authenticate({ ...grant, client_secret: 'sk_test_wrong' })).status, 400);
  const password = { grant_type: 'password', email: 'mika.laine@example.com', password: SEED_PASSWORD };
  assert.equal((await authenticate(password)).status, 400, 'the password grant requires the secret');
  assert.equal((await authenticate(grant)).status, 200, 'the rejected request used up nothing');
});

test('rejects an invalid body', async () => {
  for (const body of [
    {},
    { grant_type: 'authorization_code' },
    { grant_type: 'refresh_token', refresh_token: 7 },
    { grant_type: 'refresh_token', refresh_token: 'none', organization_id: '' },
    { grant_type: 'password', email: 'mika.laine@example.com' },
  ]) {
    assert.equal((await authenticate(body)).status, 422, JSON.stringify(body));
  }
});

test('returns a new pair of tokens for the same session on refresh', async () => {
  const first = await signInAs(harness, KOFI, ACME);
  const second = await refresh(harness, first.refreshToken);
  assert.notEqual(second.refreshToken, first.refreshToken);
  assert.notEqual(second.accessToken, first.accessToken);
  assert.equal(decodeJwt(second.accessToken).sid, decodeJwt(first.accessToken).sid);
  assert.equal(second.organizationId, ACME);
  assert.equal(second.user.id, KOFI);
});

test('returns the same refresh token when a used one is sent again within 30 seconds', async (t) => {
  const own = await startHarness();
  own.stopClock(t);
  const first = await signInAs(own, KOFI, ACME);
  const second = await refresh(own, first.refreshToken);
  own.advance(25);
  const replayed = await refresh(own, first.refreshToken);
  assert.equal(replayed.refreshToken, second.refreshToken);
  assert.equal(decodeJwt(replayed.accessToken).sid, decodeJwt(first.accessToken).sid);
  own.advance(10);
  await assert.rejects(refresh(own, first.refreshToken), invalidGrant);
  const third = await refresh(own, second.refreshToken);
  assert.notEqual(third.refreshToken, second.refreshToken);
});

test('lets two refreshes race with the same token', async () => {
  const own = await startHarness();
  const first = await signInAs(own, KOFI, ACME);
  const raced = await Promise.all([refresh(own, first.refreshToken), refresh(own, first.refreshToken)]);
  assert.equal(new Set(raced.map(({ refreshToken }) => refreshToken)).size, 1);
  own.advance(3600);
  const next = await refresh(own, raced[0]?.refreshToken ?? '');
  await refresh(own, next.refreshToken);
});

test('accepts each refresh token once with a grace period of 0', async () => {
  const own = await startHarness({ refreshTokenGrace: 0 });
  const first = await signInAs(own, KOFI, ACME);
  const raced = await Promise.allSettled([
    refresh(own, first.refreshToken),
    refresh(own, first.refreshToken),
  ]);
  assert.deepEqual(raced.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  await assert.rejects(refresh(own, first.refreshToken), invalidGrant);
});

test("switches the session's organization on refresh", async () => {
  const member = await createMember(harness, ACME);
  const other = await createOrganization(harness);
  await userManagement.createOrganizationMembership({
    userId: member.id,
    organizationId: other.id,
    roleSlug: 'admin',
  });
  const first = await signInAs(harness, member.id, ACME);
  const switched = await refresh(harness, first.refreshToken, other.id);
  assert.equal(switched.organizationId, other.id);
  const claims = decodeJwt<{ org_id: string; role: string; permissions: string[] }>(switched.accessToken);
  assert.deepEqual([claims.org_id, claims.role], [other.id, 'admin']);
  assert.ok(claims.permissions.includes('widgets:users-table:manage'));
  assert.equal((await refresh(harness, switched.refreshToken)).organizationId, other.id, 'it stays');
});

test('rejects a refresh into an organization the user is not a member of', async () => {
  const member = await createMember(harness, ACME);
  const foreign = await createOrganization(harness);
  const session = await signInAs(harness, member.id, ACME);
  await assert.rejects(refresh(harness, session.refreshToken, foreign.id), {
    status: 400,
    error: 'organization_membership_not_found',
  });
  await assert.rejects(refresh(harness, session.refreshToken, 'org_none'), {
    status: 400,
    error: 'organization_not_found',
  });
  await refresh(harness, session.refreshToken, ACME);

  const { data } = await userManagement.listOrganizationMemberships({ userId: member.id });
  await userManagement.deleteOrganizationMembership(data[0]?.id ?? '');
  await assert.rejects(refresh(harness, session.refreshToken), { status: 400 });
});

test('applies a changed role on refresh', async () => {
  const member = await createMember(harness, ACME, 'admin');
  const session = await signInAs(harness, member.id, ACME);
  assert.equal(decodeJwt(session.accessToken).role, 'admin');
  const { data } = await userManagement.listOrganizationMemberships({ userId: member.id });
  await userManagement.updateOrganizationMembership(data[0]?.id ?? '', { roleSlug: 'member' });
  const claims = decodeJwt((await refresh(harness, session.refreshToken)).accessToken);
  assert.deepEqual([claims.role, claims.permissions], ['member', []]);
});

test('rejects an unknown refresh token', async () => {
  await assert.rejects(refresh(harness, 'none'), invalidGrant);
});

function refresh(of: Harness, refreshToken: string, organizationId?: string) {
  return of.workos.userManagement.authenticateWithRefreshToken({
    clientId: CLIENT_ID,
    refreshToken,
    ...(organizationId === undefined ? {} : { organizationId }),
  });
}
