import assert from 'node:assert/strict';
import { test } from 'node:test';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { codeOf, signInAs, startSignIn } from './browser.ts';
import {
  ACME,
  createMember,
  createOrganization,
  KOFI,
  newEmail,
  startHarness,
  widgetToken,
} from './harness.ts';

/** What apps and SDKs of other ages and habits send. */
const harness = await startHarness();
const { userManagement } = harness.workos;
const PASSWORD = 'purple-otter-canyon-lamp';

const authenticate = async (body: Record<string, unknown>) => {
  const client = { client_id: CLIENT_ID, client_secret: API_KEY };
  const response = await harness.post('/user_management/authenticate', { ...client, ...body });
  return { status: response.status, body: await response.json() };
};

const get = async (path: string) => (await harness.get(path)).json();

test('says without a key that a path is not served', async () => {
  for (const path of ['/vault/v1/kv', '/user_management/nothing', '/organizations/org_1/nothing']) {
    const response = await fetch(harness.origin + path);
    assert.equal(response.status, 404, path);
    assert.match((await response.json()).message, /^Local WorkOS has no GET /);
  }
  assert.equal((await fetch(`${harness.origin}/organizations`)).status, 401);
  assert.equal((await fetch(`${harness.origin}/organizations`, { method: 'HEAD' })).status, 401);
});

test('names a grant that it does not serve', async () => {
  assert.deepEqual(
    await authenticate({ grant_type: 'urn:workos:oauth:grant-type:radar-email-challenge:code' }),
    {
      status: 400,
      body: {
        error: 'invalid_request',
        error_description:
          "Local WorkOS does not serve the grant type 'urn:workos:oauth:grant-type:radar-email-challenge:code'.",
      },
    },
  );
});

test('an invitation named with a password or a code is accepted', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const invite = async (email: string) =>
    (await userManagement.sendInvitation({ email, organizationId })).token;

  const email = newEmail();
  await userManagement.createUser({ email, password: PASSWORD });
  const withPassword = { grant_type: 'password', email, password: PASSWORD };
  const joined = await authenticate({ ...withPassword, invitation_token: await invite(email) });
  assert.deepEqual([joined.status, joined.body.organization_id], [200, organizationId]);

  const { browser, page, codeVerifier } = await startSignIn(harness);
  const code = codeOf(await browser.submit(page, '/sign-in/continue', {}, 'Mika Laine'));
  const byCode = await authenticate({
    grant_type: 'authorization_code',
    code,
    code_verifier: codeVerifier,
    invitation_token: await invite('mika.laine@example.com'),
  });
  assert.deepEqual([byCode.status, byCode.body.organization_id], [200, organizationId]);
});

test('an invitation for somebody else signs nobody in', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { token } = await userManagement.sendInvitation({ email: newEmail(), organizationId });
  const email = newEmail();
  const { id: userId } = await userManagement.createUser({ email, password: PASSWORD });
  const { status } = await authenticate({
    grant_type: 'password',
    email,
    password: PASSWORD,
    invitation_token: token,
  });
  assert.equal(status, 400);
  const { data } = await userManagement.listOrganizationMemberships({ userId });
  assert.deepEqual(data, []);
});

test('finds directory users by address and by the identity provider’s id', async () => {
  const { data: directories } = await harness.workos.directorySync.listDirectories({ organizationId: ACME });
  const directory = directories[0]?.id ?? '';
  const { data: all } = await harness.workos.directorySync.listUsers({ directory });
  const [someone] = all;
  assert.ok(someone && all.length > 1);
  for (const [name, value] of [
    ['email', someone.email?.toUpperCase()],
    ['idp_id', someone.idpId],
  ] as const) {
    const query = new URLSearchParams({ directory, [name]: value ?? '' });
    const { data } = await get(`/directory_users?${query}`);
    assert.deepEqual(
      data.map(({ id }: { id: string }) => id),
      [someone.id],
      name,
    );
  }
});

test('refuses an external id that is not ASCII', async () => {
  for (const [path, body] of [
    ['/organizations', { name: 'Übung', external_id: 'ü' }],
    ['/user_management/users', { email: newEmail(), external_id: 'ü' }],
  ] as const) {
    const response = await harness.post(path, body);
    assert.ok([400, 422].includes(response.status), path);
  }
});

test('lists the roles of an organization where older SDKs look', async () => {
  const [older, newer] = await Promise.all(
    [`/organizations/${ACME}/roles`, `/authorization/organizations/${ACME}/roles`].map(get),
  );
  assert.ok(older.data.length > 1);
  assert.deepEqual(older, newer);
});

test('names the cursors of members as older widgets do, too', async () => {
  const token = await widgetToken(harness, ACME, KOFI);
  const response = await fetch(`${harness.origin}/_widgets/UserManagement/members`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const { list_metadata, listMetadata } = await response.json();
  assert.deepEqual(listMetadata, list_metadata);
});

test('explains a sign-out that cannot return, and ends nothing', async () => {
  const { id } = await createMember(harness, ACME);
  const { accessToken } = await signInAs(harness, id, ACME);
  const { sid } = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
  const query = new URLSearchParams({ session_id: sid, return_to: 'https://evil.example' });
  const response = await fetch(`${harness.origin}/user_management/sessions/logout?${query}`, {
    redirect: 'manual',
  });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /not an allowed sign-out redirect/);
  const { data } = await userManagement.listSessions(id);
  assert.equal(data[0]?.status, 'active');
});
