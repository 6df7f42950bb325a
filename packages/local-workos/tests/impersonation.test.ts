import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessions } from '@workos-inc/widgets/experimental/api/fetch';
import { decodeJwt } from 'jose';
import { CLIENT_ID } from '../src/http/options.ts';
import { Browser, codeOf, startSignIn } from './browser.ts';
import { authorized, createMember, createOrganization, startHarness } from './harness.ts';
import { refreshSession, SESSION_ENDED } from './signed-in.ts';

const harness = await startHarness();
const { workos, advance } = harness;
const REASON = 'Ticket 4711: the table stays empty';

/** Impersonates a new member of a new organization, through the dashboard and the app's sign-in. */
async function impersonate() {
  const { id: organizationId } = await createOrganization(harness);
  const user = await createMember(harness, organizationId);
  const browser = new Browser(harness);
  const path = `/people/${user.id}/impersonate`;
  await browser.submit(await browser.open(path), path, { reason: REASON, organization_id: organizationId });
  const { page, codeVerifier } = await startSignIn(harness, {}, browser);
  const signIn = await workos.userManagement.authenticateWithCodeAndVerifier({
    clientId: CLIENT_ID,
    code: codeOf(page),
    codeVerifier,
  });
  return { user, organizationId, signIn };
}

test('names the impersonator and the reason in the session', async () => {
  const { user, organizationId, signIn } = await impersonate();
  assert.equal(signIn.user.id, user.id);
  assert.equal(signIn.organizationId, organizationId);
  assert.equal(signIn.authenticationMethod, 'Impersonation');
  const email = signIn.impersonator?.email;
  assert.match(String(email), /@/);
  assert.equal(signIn.impersonator?.reason, REASON);
  assert.deepEqual(decodeJwt(signIn.accessToken).act, { sub: email });

  const [session] = (await workos.userManagement.listSessions(user.id)).data;
  assert.deepEqual(session?.impersonator, { email, reason: REASON });
  assert.equal(session?.authMethod, 'impersonation');

  const { data } = await sessions(authorized(harness, signIn.accessToken));
  assert.ok('data' in data);
  assert.equal(data.data[0]?.impersonatorEmail, email);
  assert.equal(data.data[0]?.impersonationReason, REASON);
});

test('keeps the impersonator on refresh', async () => {
  const { signIn } = await impersonate();
  const refreshed = await refreshSession(harness, signIn.refreshToken);
  assert.deepEqual(refreshed.impersonator, signIn.impersonator);
  assert.deepEqual(decodeJwt(refreshed.accessToken).act, decodeJwt(signIn.accessToken).act);
});

test("skips the organization's MFA requirement", async () => {
  const { signIn, organizationId } = await impersonate();
  await harness.postForm(`/organizations/${organizationId}/mfa`, { required: '1' });
  const refreshed = await refreshSession(harness, signIn.refreshToken);
  assert.deepEqual(refreshed.impersonator, signIn.impersonator);
});

test('does not count as a sign-in of the person', async () => {
  const { user } = await impersonate();
  assert.equal((await workos.userManagement.getUser(user.id)).lastSignInAt, null);
});

test('ends after an hour', async () => {
  const { user, signIn } = await impersonate();
  advance(3599);
  const { refreshToken } = await refreshSession(harness, signIn.refreshToken);
  advance(2);
  await assert.rejects(refreshSession(harness, refreshToken), SESSION_ENDED);
  assert.deepEqual((await workos.userManagement.listSessions(user.id)).data, []);
});

test('asks for a reason', async () => {
  const user = await createMember(harness);
  const browser = new Browser(harness);
  const path = `/people/${user.id}/impersonate`;
  const page = await browser.submit(await browser.open(path), path, { reason: ' ' });
  assert.equal(page.status, 422);
  assert.match(page.alert, /Enter a reason/);
  assert.deepEqual((await workos.userManagement.listSessions(user.id)).data, []);
});

test('rejects an unknown person', async () => {
  assert.equal((await new Browser(harness).open('/people/user_nobody/impersonate')).status, 404);
});
