import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ActiveSession,
  me,
  revokeAllSessions,
  revokeSession,
  sessions,
} from '@workos-inc/widgets/experimental/api/fetch';
import { decodeJwt } from 'jose';
import { CLIENT_ID } from '../config.ts';
import { createSession } from '../store/sessions.ts';
import { signInAs } from './browser.ts';
import {
  ACME,
  authorized,
  createMember,
  createOrganization,
  MARCELINA,
  startHarness,
  widgetToken,
} from './harness.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const { db } = harness.server.local;

/** Someone new who is signed in so many times, and the calls they make with a user-only token. */
async function createCaller(signIns: number) {
  const user = await createMember(harness);
  const signedIn = [];
  for (let count = 0; count < signIns; count++) {
    const { accessToken, refreshToken } = await signInAs(harness, user.id);
    signedIn.push({ id: String(decodeJwt(accessToken).sid), accessToken, refreshToken });
  }
  const token = await userToken(user.id);
  return {
    id: user.id,
    token,
    signedIn,
    list: () => listedSessions(token),
    revoke: (sessionId: string) => revokeSession(sessionId, authorized(harness, token)),
    revokeAll: (currentSessionId: string) =>
      revokeAllSessions({ currentSessionId }, authorized(harness, token)),
  };
}

async function userToken(userId: string): Promise<string> {
  const response = await harness.post('/widgets/token', { user_id: userId });
  return ((await response.json()) as { token: string }).token;
}

async function listedSessions(token: string): Promise<ActiveSession[]> {
  const { status, data } = await sessions(authorized(harness, token));
  assert.equal(status, 200);
  assert.ok('data' in data);
  return data.data;
}

async function listedIds(token: string): Promise<string[]> {
  return (await listedSessions(token)).map(({ id }) => id);
}

function refresh(refreshToken: string) {
  return userManagement.authenticateWithRefreshToken({ clientId: CLIENT_ID, refreshToken });
}

const ENDED = { status: 400, error: 'invalid_grant' };

test('lists a session as it came about', async () => {
  const organization = await createOrganization(harness);
  const user = await createMember(harness, organization.id);
  const { accessToken } = await signInAs(harness, user.id, organization.id);
  const [session, ...others] = await listedSessions(accessToken);
  assert.ok(session);
  assert.deepEqual(others, []);
  const { state, createdAt, updatedAt, lastActivityAt, userAgent, ...rest } = session;
  assert.deepEqual(rest, {
    id: decodeJwt(accessToken).sid,
    userlandUserId: user.id,
    ipAddress: '127.0.0.1',
    organizationId: organization.id,
    currentLocation: null,
    usedSsoAuth: false,
    usedPasswordAuth: true,
    usedPasskeyAuth: false,
    usedAppleOauth: false,
    usedBitbucketOauth: false,
    usedGithubOauth: false,
    usedGitLabOauth: false,
    usedGoogleOauth: false,
    usedLinkedInOauth: false,
    usedImpersonation: false,
    usedMicrosoftOauth: false,
    usedSlackOauth: false,
    usedXeroOauth: false,
    usedMagicAuth: false,
    impersonatorUserId: null,
    impersonatorEmail: null,
    impersonationReason: null,
  });
  assert.equal(state.tag, 'Active');
  assert.equal(Date.parse(state.expiresAt ?? '') - Date.parse(createdAt), 365 * 86_400_000);
  assert.ok(userAgent);
  assert.equal(lastActivityAt, updatedAt);
});

test('each method of signing in has its flag', async () => {
  const user = await createMember(harness);
  const methods = {
    SSO: 'usedSsoAuth',
    Password: 'usedPasswordAuth',
    Passkey: 'usedPasskeyAuth',
    MagicAuth: 'usedMagicAuth',
    Impersonation: 'usedImpersonation',
    AppleOAuth: 'usedAppleOauth',
    BitbucketOAuth: 'usedBitbucketOauth',
    GitHubOAuth: 'usedGithubOauth',
    GitLabOAuth: 'usedGitLabOauth',
    GoogleOAuth: 'usedGoogleOauth',
    LinkedInOAuth: 'usedLinkedInOauth',
    MicrosoftOAuth: 'usedMicrosoftOauth',
    SlackOAuth: 'usedSlackOauth',
    XeroOAuth: 'usedXeroOauth',
    VercelOAuth: undefined,
  };
  for (const method of Object.keys(methods)) {
    createSession(db, {
      user_id: user.id,
      organization_id: null,
      authentication_method: method,
      second_factor_at: null,
      ip_address: null,
      user_agent: null,
    });
  }
  const flags = (await listedSessions(await userToken(user.id))).map((session) =>
    Object.entries(session).flatMap(([key, value]) => (key.startsWith('used') && value ? [key] : [])),
  );
  assert.deepEqual(
    flags.toReversed(),
    Object.values(methods).map((flag) => (flag ? [flag] : [])),
  );
});

test('the seed has devices, places, and one of which nothing is known', async () => {
  const seeded = await listedSessions(await userToken(MARCELINA));
  assert.equal(seeded.length, 5);
  assert.ok(seeded.some(({ userAgent }) => userAgent?.includes('iPhone')));
  assert.deepEqual(seeded[0]?.currentLocation, { cityName: 'Berlin', countryISOCode: 'DE' });
  const unknown = seeded.at(-1);
  assert.deepEqual([unknown?.userAgent, unknown?.ipAddress, unknown?.currentLocation], [null, null, null]);
  const activity = seeded.map(({ lastActivityAt }) => lastActivityAt ?? '');
  assert.deepEqual(activity, activity.toSorted().toReversed(), 'the last activity first');
});

test('a refresh is activity', async () => {
  const { list, signedIn } = await createCaller(2);
  const [first] = signedIn;
  assert.ok(first);
  harness.advance(120);
  await refresh(first.refreshToken);
  const [newest, other] = await list();
  assert.equal(newest?.id, first.id);
  const later = Date.parse(newest?.lastActivityAt ?? '') - Date.parse(other?.lastActivityAt ?? '');
  assert.ok(later >= 119_000);
});

test('revoking a session ends it for AuthKit too, and no other', async () => {
  const { token, signedIn, revoke } = await createCaller(2);
  const [ended, kept] = signedIn;
  assert.ok(ended && kept);
  const { status, data } = await revoke(ended.id);
  assert.deepEqual([status, data], [200, { success: true }]);
  assert.deepEqual(await listedIds(token), [kept.id]);
  await assert.rejects(refresh(ended.refreshToken), ENDED);
  assert.equal((await me(authorized(harness, ended.accessToken))).status, 403, 'at once, not at the refresh');
  await refresh(kept.refreshToken);
  assert.equal((await me(authorized(harness, kept.accessToken))).status, 200);
});

test('the session of the access token itself can be revoked', async () => {
  const { signedIn } = await createCaller(1);
  const [own] = signedIn;
  assert.ok(own);
  const options = authorized(harness, own.accessToken);
  assert.equal((await revokeSession(own.id, options)).status, 200);
  assert.equal((await sessions(options)).status, 403);
});

test('a session that has ended is not revoked again', async () => {
  const { signedIn, revoke, list } = await createCaller(2);
  const [ended] = signedIn;
  assert.ok(ended);
  await revoke(ended.id);
  const { status, data } = await revoke(ended.id);
  assert.deepEqual([status, data], [400, { message: 'This session has already ended.' }]);
  assert.equal((await list()).length, 1);
});

test('somebody else’s session is not found, and goes on', async () => {
  const caller = await createCaller(1);
  const other = await createCaller(1);
  const [theirs] = other.signedIn;
  assert.ok(theirs);
  for (const id of [theirs.id, 'session_none', caller.id]) {
    const { status, data } = await caller.revoke(id);
    assert.equal(Number(status), 404);
    assert.match('message' in data ? data.message : '', /^Session not found/);
  }
  await refresh(theirs.refreshToken);
});

test('revoking all leaves the current one', async () => {
  const { token, signedIn, revokeAll } = await createCaller(3);
  const other = await createCaller(1);
  const [current, ...rest] = signedIn;
  assert.ok(current);
  const { status, data } = await revokeAll(current.id);
  assert.deepEqual([status, data], [200, { success: true }]);
  assert.deepEqual(await listedIds(token), [current.id]);
  for (const { refreshToken } of rest) await assert.rejects(refresh(refreshToken), ENDED);
  await refresh(current.refreshToken);
  assert.equal((await other.list()).length, 1, 'other people stay signed in');

  assert.equal((await revokeAll(current.id)).status, 200, 'nothing left to revoke');
  assert.deepEqual(await listedIds(token), [current.id]);
});

test('revoking all, without a current one, ends every one', async () => {
  const { revokeAll, list } = await createCaller(2);
  assert.equal((await revokeAll('')).status, 200);
  assert.deepEqual(await list(), []);
});

test('a current session that is not one’s own, or none, ends nothing', async () => {
  const caller = await createCaller(2);
  const other = await createCaller(1);
  const [ended] = caller.signedIn;
  assert.ok(ended);
  await caller.revoke(ended.id);
  for (const currentSessionId of [other.signedIn[0]?.id ?? '', ended.id, 'session_none']) {
    const { status, data } = await caller.revokeAll(currentSessionId);
    assert.equal(status, 400, currentSessionId);
    assert.match('message' in data ? data.message : '', /not one of your active sessions/);
  }
  const notText: unknown[] = [undefined, null, 7, []];
  for (const currentSessionId of notText) {
    const { status } = await caller.revokeAll(currentSessionId as string);
    assert.equal(status, 400, String(currentSessionId));
  }
  assert.equal((await caller.list()).length, 1);
});

test('without a person in the token, without one, or with an expired one: 403', async () => {
  const { signedIn, token: expired } = await createCaller(1);
  const ofOrganization = await widgetToken(harness, ACME, undefined, []);
  const id = signedIn[0]?.id ?? '';
  harness.advance(3601);
  for (const token of [undefined, 'made-up', expired, ofOrganization]) {
    const options = authorized(harness, token);
    for (const { status, data } of [
      await sessions(options),
      await revokeSession(id, options),
      await revokeAllSessions({ currentSessionId: '' }, options),
    ]) {
      assert.equal(status, 403);
      assert.ok('message' in data);
    }
  }
});

test('the public API lists the same sessions, by page', async () => {
  const { id, signedIn } = await createCaller(3);
  const first = await userManagement.listSessions(id, { limit: 2, order: 'asc' });
  assert.deepEqual(
    first.data.map((session) => session.id),
    signedIn.slice(0, 2).map((session) => session.id),
  );
  const second = await userManagement.listSessions(id, {
    limit: 2,
    order: 'asc',
    after: first.listMetadata.after,
  });
  assert.deepEqual(
    second.data.map((session) => session.id),
    [signedIn[2]?.id],
  );
  const [session] = first.data;
  assert.deepEqual(
    [session?.userId, session?.authMethod, session?.status, session?.endedAt, session?.ipAddress],
    [id, 'password', 'active', null, '127.0.0.1'],
  );
  const seeded = await userManagement.listSessions(MARCELINA);
  assert.deepEqual(seeded.data.map(({ authMethod }) => authMethod).toSorted(), [
    'magic_code',
    'oauth',
    'passkey',
    'password',
    'sso',
  ]);
  await assert.rejects(userManagement.listSessions('user_none'), { status: 404 });
  await assert.rejects(userManagement.listSessions(id, { limit: 0 }), { status: 422 });
});

test('the public API revokes a session', async () => {
  const { id, signedIn } = await createCaller(2);
  const [ended, kept] = signedIn;
  assert.ok(ended && kept);
  await userManagement.revokeSession({ sessionId: ended.id });
  await assert.rejects(refresh(ended.refreshToken), ENDED);
  const { data } = await userManagement.listSessions(id);
  assert.deepEqual(
    data.map((session) => session.id),
    [kept.id],
  );
  await assert.rejects(userManagement.revokeSession({ sessionId: ended.id }), { status: 400 });
  await assert.rejects(userManagement.revokeSession({ sessionId: 'session_none' }), { status: 400 });
  assert.equal((await harness.post('/user_management/sessions/revoke', {})).status, 422);
  assert.equal(
    (await harness.post('/user_management/sessions/revoke', { session_id: kept.id }, 'sk_wrong')).status,
    401,
  );
});

// The last one, because the clock does not go back.
test('a session ends by itself after a year', async () => {
  const { id, signedIn } = await createCaller(1);
  const [session] = signedIn;
  assert.ok(session);
  harness.advance(365 * 86_400 + 1);
  const token = await userToken(id);
  assert.deepEqual(await listedIds(token), []);
  assert.deepEqual((await userManagement.listSessions(id)).data, []);
  await assert.rejects(refresh(session.refreshToken), ENDED);
  assert.equal((await revokeSession(session.id, authorized(harness, token))).status, 400);
});
