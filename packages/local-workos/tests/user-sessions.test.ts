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
import { createSession } from '../src/store/sessions.ts';
import { signInAs } from './browser.ts';
import {
  ACME,
  authorized,
  createMember,
  createOrganization,
  MARCELINA,
  startHarness,
  userToken,
  widgetToken,
} from './harness.ts';
import { createCaller } from './security.ts';
import { refreshSession, SESSION_ENDED, signInTimes } from './signed-in.ts';

const harness = await startHarness();
const { db } = harness.server.local;

/** A new person with this many sign-ins, and call options with a user-only token. */
async function createSignedIn(signIns: number) {
  const { id, token, plain } = await createCaller(harness);
  return {
    id,
    token,
    signedIn: await signInTimes(harness, id, signIns),
    list: () => listedSessions(token),
    revoke: (sessionId: string) => revokeSession(sessionId, plain),
    revokeAll: (currentSessionId: string) => revokeAllSessions({ currentSessionId }, plain),
  };
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

const refresh = (refreshToken: string) => refreshSession(harness, refreshToken);

test('lists a session with its details', async () => {
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
  const lifetime = Date.parse(state.expiresAt ?? '') - Date.parse(createdAt);
  assert.equal(Math.round(lifetime / 60_000), 365 * 24 * 60);
  assert.ok(userAgent);
  assert.equal(lastActivityAt, updatedAt);
});

test('flags each sign-in method', async () => {
  const user = await createCaller(harness);
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
  const flags = (await listedSessions(user.token)).map((session) =>
    Object.entries(session).flatMap(([key, value]) => (key.startsWith('used') && value ? [key] : [])),
  );
  assert.deepEqual(
    flags.toReversed(),
    Object.values(methods).map((flag) => (flag ? [flag] : [])),
  );
});

test('seeds devices, places, and one unknown place', async () => {
  const seeded = await listedSessions(await widgetToken(harness, ACME, MARCELINA, []));
  assert.equal(seeded.length, 5);
  assert.ok(seeded.some(({ userAgent }) => userAgent?.includes('iPhone')));
  assert.deepEqual(seeded[0]?.currentLocation, { cityName: 'Berlin', countryISOCode: 'DE' });
  const unknown = seeded.at(-1);
  assert.deepEqual([unknown?.ipAddress, unknown?.currentLocation], [null, null]);
  // Older widgets fail on a session without a user agent.
  assert.ok(seeded.every(({ userAgent }) => userAgent?.startsWith('Mozilla/5.0')));
  const activity = seeded.map(({ lastActivityAt }) => lastActivityAt ?? '');
  assert.deepEqual(activity, activity.toSorted().toReversed(), 'most recent activity first');
});

test('counts a refresh as activity', async () => {
  const { list, signedIn } = await createSignedIn(2);
  const [first] = signedIn;
  assert.ok(first);
  harness.advance(120);
  await refresh(first.refreshToken);
  const [newest, other] = await list();
  assert.equal(newest?.id, first.id);
  const later = Date.parse(newest?.lastActivityAt ?? '') - Date.parse(other?.lastActivityAt ?? '');
  assert.ok(later >= 119_000);
});

test('revokes a session for AuthKit too, and no other session', async () => {
  const { token, signedIn, revoke } = await createSignedIn(2);
  const [ended, kept] = signedIn;
  assert.ok(ended && kept);
  const { status, data } = await revoke(ended.id);
  assert.deepEqual([status, data], [200, { success: true }]);
  assert.deepEqual(await listedIds(token), [kept.id]);
  await assert.rejects(refresh(ended.refreshToken), SESSION_ENDED);
  assert.equal((await me(authorized(harness, ended.accessToken))).status, 403, 'at once, not at the refresh');
  await refresh(kept.refreshToken);
  assert.equal((await me(authorized(harness, kept.accessToken))).status, 200);
});

test('revokes the session of the access token itself', async () => {
  const { signedIn } = await createSignedIn(1);
  const [own] = signedIn;
  assert.ok(own);
  const options = authorized(harness, own.accessToken);
  assert.equal((await revokeSession(own.id, options)).status, 200);
  assert.equal((await sessions(options)).status, 403);
});

test('does not revoke an ended session again', async () => {
  const { signedIn, revoke, list } = await createSignedIn(2);
  const [ended] = signedIn;
  assert.ok(ended);
  await revoke(ended.id);
  const { status, data } = await revoke(ended.id);
  assert.deepEqual([status, data], [400, { message: 'This session has already ended.' }]);
  assert.equal((await list()).length, 1);
});

test('answers 404 for someone else’s session, which stays active', async () => {
  const caller = await createSignedIn(1);
  const other = await createSignedIn(1);
  const [theirs] = other.signedIn;
  assert.ok(theirs);
  for (const id of [theirs.id, 'session_none', caller.id]) {
    const { status, data } = await caller.revoke(id);
    assert.equal(status, 400);
    assert.match('message' in data ? data.message : '', /^Session not found/);
  }
  await refresh(theirs.refreshToken);
});

test('revokes all sessions but the current one', async () => {
  const { token, signedIn, revokeAll } = await createSignedIn(3);
  const other = await createSignedIn(1);
  const [current, ...rest] = signedIn;
  assert.ok(current);
  const { status, data } = await revokeAll(current.id);
  assert.deepEqual([status, data], [200, { success: true }]);
  assert.deepEqual(await listedIds(token), [current.id]);
  for (const { refreshToken } of rest) await assert.rejects(refresh(refreshToken), SESSION_ENDED);
  await refresh(current.refreshToken);
  assert.equal((await other.list()).length, 1, 'other people stay signed in');

  assert.equal((await revokeAll(current.id)).status, 200, 'nothing left to revoke');
  assert.deepEqual(await listedIds(token), [current.id]);
});

test('revokes every session when there is no current one', async () => {
  const { revokeAll, list } = await createSignedIn(2);
  assert.equal((await revokeAll('')).status, 200);
  assert.deepEqual(await list(), []);
});

test('revokes nothing for an invalid current session', async () => {
  const caller = await createSignedIn(2);
  const other = await createSignedIn(1);
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

test('answers 403 without a valid token of a person', async () => {
  const { signedIn, token: expired } = await createSignedIn(1);
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

// This test comes last, because the clock does not go back.
test('expires a session after a year', async () => {
  const { id, signedIn } = await createSignedIn(1);
  const [session] = signedIn;
  assert.ok(session);
  harness.advance(365 * 86_400 + 1);
  const token = await userToken(harness, id);
  assert.deepEqual(await listedIds(token), []);
  assert.deepEqual((await harness.workos.userManagement.listSessions(id)).data, []);
  await assert.rejects(refresh(session.refreshToken), SESSION_ENDED);
  assert.equal((await revokeSession(session.id, authorized(harness, token))).status, 400);
});
