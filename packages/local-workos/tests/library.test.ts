import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { type LocalWorkOSOptions, type LocalWorkOSServer, startLocalWorkOS } from '../src/index.ts';
import { ACME, KOFI, newEmail } from './harness.ts';
import { dataFolder } from './program.ts';
import { startReceiver } from './receiver.ts';

const WEEK = 7 * 86_400;

async function start(options?: LocalWorkOSOptions): Promise<LocalWorkOSServer> {
  const local = await startLocalWorkOS(options);
  after(() => local.close());
  return local;
}

function sdk({ apiKey, clientId, port }: LocalWorkOSServer): WorkOS {
  return new WorkOS(apiKey, { clientId, apiHostname: 'localhost', port, https: false, maxRetries: 0 });
}

async function jwks({ url, clientId }: LocalWorkOSServer): Promise<unknown> {
  return (await fetch(`${url}/sso/jwks/${clientId}`)).json();
}

async function health({ url }: LocalWorkOSServer): Promise<number> {
  return (await fetch(`${url}/health`)).status;
}

test('starts on a free port, seeded, with the settings an SDK needs', async () => {
  const local = await start();
  assert.equal(local.url, `http://localhost:${local.port}`);
  assert.deepEqual(
    { ...local.env, WORKOS_COOKIE_PASSWORD: local.env.WORKOS_COOKIE_PASSWORD?.length },
    {
      WORKOS_API_KEY: local.apiKey,
      WORKOS_CLIENT_ID: local.clientId,
      WORKOS_API_HOSTNAME: 'localhost',
      WORKOS_API_PORT: String(local.port),
      WORKOS_API_HTTPS: 'false',
      WORKOS_COOKIE_PASSWORD: 43,
    },
  );
  assert.equal((await sdk(local).organizations.getOrganization(ACME)).id, ACME);
});

test('isolates several servers in one process', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  const { id } = await sdk(one).organizations.createOrganization({ name: 'Only here' });
  await assert.rejects(sdk(other).organizations.getOrganization(id), { status: 404 });
  assert.notDeepEqual(await jwks(one), await jwks(other));

  one.addFault({ path: '/health', status: 503 });
  assert.deepEqual([await health(one), await health(other)], [503, 200]);

  one.advance(WEEK);
  assert.ok(one.now().getTime() - other.now().getTime() > (WEEK - 60) * 1000);
  await other.reset();
  assert.equal((await sdk(one).organizations.getOrganization(id)).name, 'Only here');
});

test('an app receives webhooks with the secret in `env`, after a reset too', async () => {
  const app = await startReceiver();
  const local = await start({ webhook: app.url });
  const { organizations, webhooks } = sdk(local);
  for (let round = 1; round <= 2; round++) {
    const { id } = await organizations.createOrganization({ name: `Round ${round}` });
    await app.until((received) => received.some(({ event }) => event.data.id === id));
    const { body, headers } = app.received.at(-1) ?? assert.fail();
    const event = await webhooks.constructEvent({
      payload: JSON.parse(body),
      sigHeader: String(headers['workos-signature']),
      secret: local.env.WORKOS_WEBHOOK_SECRET ?? '',
    });
    assert.equal(event.event, 'organization.created');
    await local.reset();
  }
});

test('signs with the secret of the environment, also when the endpoint had another one', async (t) => {
  const app = await startReceiver();
  const data = dataFolder();
  t.after(() => delete process.env.WORKOS_WEBHOOK_SECRET);
  for (const secret of [undefined, 'from the dashboard', 'rotated']) {
    if (secret) process.env.WORKOS_WEBHOOK_SECRET = secret;
    const local = await start({ webhook: app.url, data });
    const { organizations, webhooks } = sdk(local);
    const { id } = await organizations.createOrganization({ name: 'Signed' });
    await app.until((received) => received.some(({ event }) => event.data.id === id));
    const { body, headers } = app.received.at(-1) ?? assert.fail();
    const sigHeader = String(headers['workos-signature']);
    const inEnv = local.env.WORKOS_WEBHOOK_SECRET ?? '';
    assert.ok(await webhooks.verifyHeader({ payload: body, sigHeader, secret: secret ?? inEnv }));
    assert.equal(inEnv, secret ?? inEnv);
    await local.close();
  }
});

test('reset() returns to the seed and keeps the port, keys, and options', async () => {
  const local = await start({ accessTokenTtl: 42 });
  const { organizations, userManagement } = sdk(local);
  const keys = await jwks(local);
  const before = await organizations.listOrganizations();
  const membersBefore = await userManagement.listOrganizationMemberships({ organizationId: ACME });
  const email = newEmail();

  await organizations.updateOrganization({ organization: ACME, name: 'Renamed' });
  await organizations.createOrganization({ name: 'New' });
  await userManagement.deleteUser(KOFI);
  await userManagement.sendInvitation({ email });
  local.addFault({ path: '/health', status: 503 });
  local.advance(WEEK);

  for (let round = 0; round < 2; round++) {
    await local.reset();
    assert.deepEqual(local.requests(), []);
    assert.deepEqual(local.faults(), []);
    assert.deepEqual(local.mails(email), []);
    assert.ok(Math.abs(local.now().getTime() - Date.now()) < 60_000);
    assert.equal(await health(local), 200);
    assert.deepEqual((await organizations.listOrganizations()).data, before.data);
    assert.deepEqual(
      (await userManagement.listOrganizationMemberships({ organizationId: ACME })).data,
      membersBefore.data,
    );
    assert.deepEqual(await jwks(local), keys);
    const { accessToken } = await userManagement.authenticateWithPassword({
      email: 'lena.fischer@example.com',
      password: 'widgets-on-localhost',
    });
    const [, payload = ''] = accessToken.split('.');
    const { iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    assert.equal(exp - iat, 42);
    await organizations.deleteOrganization(ACME);
  }
});

test('starts with a custom seed, and returns to it', async () => {
  const seed = {
    apiKeys: [{ name: 'Mine', value: 'sk_test_mine' }],
    organizations: [{ id: 'org_01', name: 'My organization' }],
    users: [{ email: 'ada@my.example', memberships: [{ organization: 'org_01' }] }],
  };
  const local = await start({ seed });
  const { organizations, userManagement } = sdk(local);
  assert.deepEqual([local.apiKey, local.env.WORKOS_API_KEY], ['sk_test_mine', 'sk_test_mine']);
  await organizations.deleteOrganization('org_01');
  await local.reset();
  const { data } = await organizations.listOrganizations();
  assert.deepEqual(
    data.map(({ id, name }) => [id, name]),
    [['org_01', 'My organization']],
  );
  const members = await userManagement.listUsers({ organizationId: 'org_01' });
  assert.deepEqual(
    members.data.map(({ email }) => email),
    ['ada@my.example'],
  );
  await assert.rejects(startLocalWorkOS({ seed: { organizations: [{ name: '' }] } }), { name: 'SeedError' });
});

test('reset() returns to the seed, permanently, in a folder with earlier changes', async () => {
  const data = dataFolder();
  const first = await start({ data });
  const { id } = await sdk(first).organizations.createOrganization({ name: 'Earlier' });
  const keys = await jwks(first);
  await first.close();

  const second = await start({ data });
  assert.equal((await sdk(second).organizations.getOrganization(id)).name, 'Earlier');
  await second.reset();
  await assert.rejects(sdk(second).organizations.getOrganization(id), { status: 404 });
  assert.deepEqual(await jwks(second), keys);
  await second.close();

  const third = sdk(await start({ data }));
  await assert.rejects(third.organizations.getOrganization(id), { status: 404 });
  assert.equal((await third.organizations.getOrganization(ACME)).id, ACME);
});

test('advance() expires things, and dates new ones', async () => {
  const local = await start();
  const { userManagement, widgets } = sdk(local);
  const invitation = await userManagement.sendInvitation({ email: newEmail() });
  local.advance(WEEK - 60);
  assert.equal((await userManagement.getInvitation(invitation.id)).state, 'pending');
  local.advance(61);
  assert.equal((await userManagement.getInvitation(invitation.id)).state, 'expired');

  const { token } = await widgets.createToken({
    organizationId: ACME,
    userId: KOFI,
    scopes: ['widgets:users-table:manage'],
  });
  const roles = () =>
    fetch(`${local.url}/_widgets/UserManagement/roles`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal((await roles()).status, 200);
  local.advance(3601);
  assert.equal((await roles()).status, 403);

  for (const seconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => local.advance(seconds), RangeError);
  }
});

test('answers with the id of the logged request, whatever the outcome', async () => {
  const local = await start();
  for (const path of ['/health', '/user_management/users', '/nowhere']) {
    const response = await fetch(local.url + path);
    assert.equal(response.headers.get('X-Request-ID'), local.requests()[0]?.id, path);
  }
});

test('plays, lists, and removes faults', async () => {
  const local = await start();
  const twice = local.addFault({ method: 'GET', path: '/health', status: 500, count: 2 });
  const then = local.addFault({ path: '/health', status: 503, body: { message: 'Later.' } });
  assert.equal(await health(local), 500);
  assert.deepEqual(local.faults(), [{ ...twice, count: 1 }, then]);
  assert.deepEqual([await health(local), await health(local)], [500, 503]);
  assert.equal(local.requests()[0]?.fault, then.id);
  assert.deepEqual([local.removeFault(then.id), local.removeFault(then.id)], [true, false]);
  assert.equal(await health(local), 200);
  local.addFault({ path: '*', status: 500 });
  local.clearFaults();
  assert.equal(await health(local), 200);
  assert.throws(() => local.addFault({ path: 'health', status: 500 }), /at path/);
});

test('returns the emails that WorkOS would have sent', async () => {
  const local = await start();
  const { clientId } = local;
  const { userManagement } = sdk(local);
  const email = newEmail();
  const password = 'seven-lemons-sang';
  await userManagement.createUser({ email, password });
  const { acceptInvitationUrl } = await userManagement.sendInvitation({ email: newEmail() });
  const [invitation] = local.mails();
  assert.equal(invitation?.link, acceptInvitationUrl);

  const unverified = userManagement.authenticateWithPassword({ clientId, email, password });
  const { pendingAuthenticationToken } = await unverified.then(
    () => assert.fail('signed in without a code'),
    (error: { pendingAuthenticationToken: string }) => error,
  );
  const [{ to, code = '' } = assert.fail('no mail'), ...more] = local.mails(email);
  assert.deepEqual([to, more], [email, []]);
  const { user } = await userManagement.authenticateWithEmailVerification({
    clientId,
    code,
    pendingAuthenticationToken,
  });
  assert.equal(user.email, email);
});

test('stops on close() and at the end of an `await using` block', async () => {
  let left: LocalWorkOSServer;
  {
    await using local = await startLocalWorkOS();
    left = local;
    assert.equal(await health(local), 200);
  }
  await assert.rejects(health(left));
  await left.close();
});

test('does not start in production', async () => {
  process.env.WORKOS_API_KEY = 'sk_live_123';
  try {
    await assert.rejects(startLocalWorkOS(), /is a live key/);
  } finally {
    delete process.env.WORKOS_API_KEY;
  }
});
