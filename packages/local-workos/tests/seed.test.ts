import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { TOTP } from 'otpauth';
import { CLIENT_ID } from '../src/http/options.ts';
import type { SeedInput } from '../src/seed/schema.ts';
import { startServer } from '../src/server.ts';
import { readAuthenticationSettings } from '../src/store/authentication-settings.ts';
import { dataFolder, startProgram } from './program.ts';

/** A seed as a user would write it for their own product. */
const SEED: SeedInput = {
  apiKeys: [{ value: 'sk_test_ours' }],
  permissions: [{ slug: 'invoices:read', name: 'Read invoices' }],
  roles: [
    { slug: 'owner', name: 'Owner', permissions: ['invoices:read', 'widgets:users-table:manage'] },
    { slug: 'member', name: 'Member', is_default_role: true },
  ],
  organizations: [
    {
      id: 'org_ours',
      name: 'Ours',
      domains: [{ domain: 'ours.example', state: 'verified' }],
      roles: [{ slug: 'org-auditor', name: 'Auditor', permissions: ['invoices:read'] }],
    },
  ],
  users: [
    {
      id: 'user_ada',
      email: 'ada@ours.example',
      password: 'correct horse battery',
      memberships: [{ organization: 'Ours', role: 'owner' }],
    },
    { email: 'audit@ours.example', memberships: [{ organization: 'Ours', role: 'org-auditor' }] },
    { email: 'totp@ours.example', password: 'correct horse battery', totp_secret: 'JBSWY3DPEHPK3PXP' },
  ],
  invitations: [{ email: 'guest@ours.example', organization: 'Ours' }],
  featureFlags: [
    { slug: 'on', name: 'On', enabled: true, targets: { organizations: ['Ours'] } },
    {
      id: 'flag_off',
      slug: 'off',
      name: 'Off',
      default_value: true,
      targets: { users: ['ada@ours.example'] },
    },
  ],
  redirectUris: ['http://localhost:*/auth/callback'],
  signInEndpoint: 'http://localhost:5000/login',
  authentication: { providers: ['SlackOAuth'] },
};

/** The API's response to a correct password when a second factor is required. */
interface Challenged {
  pending_authentication_token: string;
  authentication_factors: { id: string }[];
}

async function start(seed: string | SeedInput, data = ':memory:') {
  const server = await startServer({ port: 0, data, seed });
  after(() => server.close());
  const { port } = new URL(server.origin);
  const sdk = (apiKey: string) =>
    new WorkOS(apiKey, { clientId: CLIENT_ID, apiHostname: 'localhost', port: Number(port), https: false });
  return { server, workos: sdk('sk_test_ours'), sdk };
}

test('seeds the data of the file, with its fixed ids', async () => {
  const { workos, sdk } = await start(SEED);
  const organization = await workos.organizations.getOrganization('org_ours');
  assert.deepEqual(
    organization.domains.map(({ domain, state }) => [domain, state]),
    [['ours.example', 'verified']],
  );
  const { data: memberships } = await workos.userManagement.listOrganizationMemberships({
    userId: 'user_ada',
  });
  assert.deepEqual(
    memberships.map(({ organizationId, role, status }) => [organizationId, role.slug, status]),
    [['org_ours', 'owner', 'active']],
  );
  const { data: invitations } = await workos.userManagement.listInvitations({ organizationId: 'org_ours' });
  assert.deepEqual(
    invitations.map(({ email, state }) => [email, state]),
    [['guest@ours.example', 'pending']],
  );
  await assert.rejects(sdk('sk_test_default').organizations.getOrganization('org_ours'), { status: 401 });
});

test('seeds the roles of an organization', async () => {
  const { authorization, userManagement } = (await start(SEED)).workos;
  const role = await authorization.getOrganizationRole('org_ours', 'org-auditor');
  assert.deepEqual([role.type, role.permissions], ['OrganizationRole', ['invoices:read']]);
  const { data } = await userManagement.listUsers({ email: 'audit@ours.example' });
  const memberships = await userManagement.listOrganizationMemberships({ userId: data[0]?.id ?? '' });
  assert.equal(memberships.data[0]?.role.slug, 'org-auditor');
});

test('seeds feature flags and their targets', async () => {
  const { featureFlags } = (await start(SEED)).workos;
  const { data } = await featureFlags.listOrganizationFeatureFlags({ organizationId: 'org_ours' });
  assert.deepEqual(
    data.map(({ slug }) => slug),
    ['on'],
  );
  const { id, defaultValue } = await featureFlags.enableFeatureFlag('off');
  assert.deepEqual([id, defaultValue], ['flag_off', true]);
});

test('takes a hash of any type that the API imports', async () => {
  const user = { email: 'ssha@ours.example', password_hash: '{SSHA}JFZFs0oHzxbMwkSJmYVeI8MnTDy/276a' };
  const { workos } = await start({ ...SEED, users: [...(SEED.users ?? []), user] });
  const { email } = user;
  const session = await workos.userManagement.authenticateWithPassword({
    clientId: CLIENT_ID,
    email,
    password: 'test123',
  });
  assert.equal(session.user.email, email);
});

test('turns on the providers of the file', async () => {
  const { server } = await start(SEED);
  assert.deepEqual(readAuthenticationSettings(server.local.db).providers, ['SlackOAuth']);
  const unknown = { ...SEED, authentication: { providers: ['EvilOAuth'] } } as unknown as SeedInput;
  await assert.rejects(start(unknown), /authentication\.providers\[0\]/);
});

test('signs people in with their seeded password and authenticator app', async () => {
  const { workos } = await start(SEED);
  const { userManagement } = workos;
  const password = 'correct horse battery';
  const credentials = { clientId: CLIENT_ID, password };
  const { user } = await userManagement.authenticateWithPassword({
    ...credentials,
    email: 'ada@ours.example',
  });
  assert.equal(user.id, 'user_ada');
  const challenged = await userManagement
    .authenticateWithPassword({ ...credentials, email: 'totp@ours.example' })
    .then(
      () => assert.fail('No second factor was asked for.'),
      (error: { rawData: Challenged }) => error.rawData,
    );
  const factorId = challenged.authentication_factors[0]?.id ?? '';
  const challenge = await workos.multiFactorAuth.challengeFactor({ authenticationFactorId: factorId });
  const signedIn = await userManagement.authenticateWithTotp({
    clientId: CLIENT_ID,
    code: new TOTP({ secret: 'JBSWY3DPEHPK3PXP' }).generate(),
    pendingAuthenticationToken: challenged.pending_authentication_token,
    authenticationChallengeId: challenge.id,
  });
  assert.equal(signedIn.user.email, 'totp@ours.example');
});

test('keeps existing data, and returns to the seed on reset', async () => {
  const folder = dataFolder();
  const first = await start(SEED, folder);
  const { id } = await first.workos.organizations.createOrganization({ name: 'Added' });
  await first.server.close();
  const organizations = SEED.organizations?.map((each) => ({ ...each, id: 'org_other' }));
  const second = await start({ ...SEED, organizations }, folder);
  assert.equal((await second.workos.organizations.getOrganization(id)).name, 'Added');
  await assert.rejects(second.workos.organizations.getOrganization('org_other'), { status: 404 });
  await second.server.reset();
  await assert.rejects(second.workos.organizations.getOrganization(id), { status: 404 });
  assert.equal((await second.workos.organizations.getOrganization('org_other')).name, 'Ours');
});

test('the program accepts a seed file', async () => {
  const file = join(dataFolder(), 'workos.json');
  writeFileSync(file, JSON.stringify(SEED));
  const program = await startProgram(['--data', ':memory:', '--seed', file]);
  assert.ok(program.origin, program.stderr);
  const response = await fetch(`${program.origin}/organizations/org_ours`, {
    headers: { Authorization: 'Bearer sk_test_ours' },
  });
  assert.equal(response.status, 200);
  await program.stop();
});

/** Invalid seeds, with the expected message and position. */
const WRONG: readonly [yaml: string, says: RegExp][] = [
  ['users: [\n', /:2:1 /],
  ['organisations: []\n', /:1:1 organisations: Unknown key\. Did you mean 'organizations'\?$/],
  ['organizations:\n  - name: A\n    nmae: B\n', /:3:5 organizations\[0\]\.nmae: Unknown key/],
  ['organizations:\n  - id: org_1\n', /:2:5 organizations\[0\]\.name: /],
  ['organizations:\n  - name: A\n  - name: A\n', /:3:\d+ organizations\[1\]/],
  [
    'organizations:\n  - { name: A, domains: [{ domain: gmail }] }\n',
    /:2:\d+ organizations\[0\]\.domains\[0\]/,
  ],
  ['users:\n  - email: nobody\n', /:2:5 users\[0\]\.email: Use an email address/],
  ['users:\n  - email: a@b.example\n  - email: A@b.example\n', /:3:\d+ users\[1\]/],
  ['users:\n  - { email: a@b.example, totp_secret: "1" }\n', /users\[0\]\.totp_secret: .*Base32/],
  ['users:\n  - { email: a@b.example, password: x, password_hash: y }\n', /users\[0\]\.password_hash/],
  [
    'users:\n  - email: a@b.example\n    memberships: [{ organization: No }]\n',
    /:3:\d+ users\[0\]\.memberships\[0\]/,
  ],
  [
    'organizations: [{ name: A }]\nusers:\n  - email: a@b.example\n    memberships: [{ organization: A, role: admn }]\n',
    /:4:\d+ users\[0\]\.memberships\[0\]\.role.*admn/,
  ],
  [
    'users:\n  - { email: a@b.example, created_at: "+9999999999d" }\n',
    /:2:\d+ users\[0\]\.created_at: There is no such date/,
  ],
  ['users:\n  - { email: a@b.example, created_at: "+9999999999999999d" }\n', /There is no such date/],
  [
    'webhookEndpoints: [{ endpoint_url: "http://a.test/" }, { endpoint_url: "http://a.test/" }]\n',
    /webhookEndpoints\[1\]\.endpoint_url: .* is already at/,
  ],
  ['webhookEndpoints: [{ endpoint_url: "http://a.example/" }]\n', /endpoint_url: Use https/],
  ['webhookEndpoints: [{ endpoint_url: "http://a.test/", events: [no] }]\n', /events\[0\]: /],
  ['invitations:\n  - { email: a@b.example, organization: No }\n', /:2:\d+ invitations\[0\]/],
  [
    'organizations: [{ name: A, roles: [{ slug: auditor, name: B }] }]\n',
    /roles\[0\]\.slug: Begin with "org-"/,
  ],
  [
    'organizations: [{ name: A, roles: [{ slug: org-a, name: B, permissions: [no] }] }]\n',
    /organizations\[0\]\.roles\[0\]\.permissions\[0\]: There is no permission 'no'/,
  ],
  [
    'roles: [{ slug: org-a, name: A }]\norganizations: [{ name: A, roles: [{ slug: org-a, name: B }] }]\n',
    /:2:\d+ organizations\[0\]\.roles\[0\]\.slug: 'org-a' is already at roles\[0\]\.slug/,
  ],
  [
    'organizations: [{ name: A, roles: [{ slug: org-a, name: A }] }, { name: B, memberships: [{ email: a@b.example, role: org-a }] }]\nusers: [{ email: a@b.example }]\n',
    /organizations\[1\]\.memberships\[0\]\.role: There is no role 'org-a'/,
  ],
  ['featureFlags: [{ slug: A b, name: A }]\n', /:1:\d+ featureFlags\[0\]\.slug: Use lowercase/],
  ['featureFlags: [{ slug: a, name: A }, { slug: a, name: B }]\n', /featureFlags\[1\]\.slug: 'a' is already/],
  [
    'featureFlags: [{ slug: a, name: A, targets: { organizations: [No] } }]\n',
    /organizations\[0\]: There is no/,
  ],
  [
    'featureFlags: [{ slug: a, name: A, targets: { users: [a@b.example] } }]\n',
    /users\[0\]: There is no user/,
  ],
  ['redirectUris: ["http://*.com/callback"]\n', /:1:\d+ redirectUris\[0\]: .*domain of your own/],
  ['redirectUris: ["javascript:alert(1)"]\n', /redirectUris\[0\]: .*full URL/],
  ['corsOrigins: ["http://localhost:3000/"]\n', /corsOrigins\[0\]/],
  ['signInEndpoint: /login\n', /signInEndpoint: .*full URL/],
  ['apiKeys: [{ value: pk_1 }]\n', /apiKeys\[0\]/],
  [
    'roles: [{ slug: a, name: A }, { slug: a, name: B }]\norganizations: [{ name: A }]\n',
    /^\S+ roles\[1\]\.slug: 'a' is already at roles\[0\]\.slug\.$/,
  ],
  ['roles: [{ slug: admin, name: Admin, permissions: [nothing] }]\n', /roles\[0\]\.permissions\[0\]/],
];

for (const [yaml, says] of WRONG) {
  test(`names what is wrong with ${JSON.stringify(yaml)}`, async () => {
    const file = join(dataFolder(), 'workos.yaml');
    writeFileSync(file, yaml);
    await assert.rejects(startServer({ port: 0, data: ':memory:', seed: file }), (error: Error) => {
      assert.match(error.message, says);
      assert.ok(error.message.includes(`${file}:`), error.message);
      return true;
    });
  });
}
