import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  authorizeDataIntegration,
  deleteDataInstallation,
  getDataInstallationAuthorizationStatus,
  getDataIntegrationAuthorizeUrl,
  myDataIntegrations,
  sharedDataConnections,
  upsertDataIntegrationApiKey,
  upsertDataIntegrationClientCredentials,
  upsertDataIntegrationConfiguration,
  upsertOrganizationDataIntegrationApiKey,
  upsertOrganizationDataIntegrationConfiguration,
} from '@workos-inc/widgets/experimental/api/fetch';
import {
  ACME,
  authorized,
  createMember,
  createOrganization,
  MARCELINA,
  startHarness,
  widgetToken,
} from './harness.ts';
import { goThrough, pipesAdminOf, pipesOf, revokeAccess } from './pipes-flow.ts';

const harness = await startHarness();
const { db } = harness.server.local;

const SNOWFLAKE = {
  client_id: 'snowflake-warehouse',
  client_secret: 'secret-for-snowflake-warehouse',
  config: { account: 'acme-analytics' },
};

async function member() {
  const organization = await createOrganization(harness);
  const person = await createMember(harness, organization.id);
  return { organization, person, ...(await pipesOf(harness, organization.id, person.id)) };
}

/** Counts the rows that a request could have changed. */
function stored() {
  return db.get(
    'SELECT (SELECT count(*) FROM data_installations) AS accounts, (SELECT count(*) FROM data_authorizations) AS links',
  );
}

test('offers a new organization the providers that are on and set up, all unconnected', async () => {
  const { options } = await member();
  const { data } = await myDataIntegrations(options).then((response) => {
    assert.ok(response.status === 200);
    return response.data;
  });
  // Salesforce and Slack wait for the organization's OAuth app; Dropbox is turned off by the developer.
  assert.deepEqual(
    data.map(({ slug, authMethods }) => [slug, ...(authMethods ?? [])]),
    [
      ['github', 'oauth'],
      ['google-drive', 'oauth'],
      ['linear', 'oauth', 'api_key'],
      ['northwind-crm', 'api_key'],
      ['snowflake', 'client_credentials'],
      ['stripe', 'api_key'],
      ['zendesk', 'oauth'],
    ],
  );
  assert.ok(
    data.every(({ installation, connected_accounts }) => !installation && connected_accounts.length === 0),
  );
  const shared = await sharedDataConnections(options);
  assert.deepEqual(shared.data, { data: [] });
});

test('seeds every state in Acme, and nothing in Initech', async () => {
  const acme = await pipesOf(harness, ACME, MARCELINA);
  const states = async (slug: string) => (await acme.find(slug))?.installation?.state;
  assert.equal(await states('github'), 'connected');
  assert.equal(await states('google-drive'), 'needs_reauthorization');
  assert.equal((await acme.find('stripe'))?.installation?.api_key_last_4, '5678');
  assert.deepEqual((await acme.find('snowflake'))?.installation?.config, { account: 'acme-analytics' });
  assert.equal(await acme.find('zendesk'), undefined, 'turned off for Acme');
  const shared = await sharedDataConnections(acme.options);
  assert.ok(shared.status === 200);
  assert.deepEqual(
    shared.data.data.map(({ slug, connected_accounts: [account] }) => [slug, account?.availability]),
    [
      ['datadog', 'available'],
      ['notion', 'needs_admin_attention'],
    ],
  );

  const { id: initech } = (await harness.workos.organizations.listOrganizations({ limit: 100 })).data.find(
    ({ name }) => name === 'Initech',
  ) ?? { id: '' };
  const empty = await myDataIntegrations((await pipesOf(harness, initech, MARCELINA)).options);
  assert.deepEqual(empty.data, { data: [] });
});

test('connects, rotates, and disconnects an API key, and shows only its end', async () => {
  const { options, find } = await member();
  const connected = await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_abcdefgh1' }, options);
  assert.ok(connected.status === 200);
  assert.equal(connected.data.auth_method, 'api_key');
  assert.equal(connected.data.api_key_last_4, 'fgh1');
  assert.equal(connected.data.state, 'connected');

  const rotated = await upsertDataIntegrationApiKey('stripe', { secret: ' stripe_abcdefgh2 ' }, options);
  assert.ok(rotated.status === 200);
  assert.equal(rotated.data.id, connected.data.id);
  assert.equal(rotated.data.api_key_last_4, 'fgh2');
  const shown = JSON.stringify((await myDataIntegrations(options)).data);
  assert.ok(!shown.includes('abcdefgh'));
  const row = db.get<{ credential: string }>('SELECT credential FROM data_installations WHERE id = :id', {
    id: rotated.data.id,
  });
  assert.ok(!row?.credential.includes('stripe_'), 'encrypted at rest');

  assert.deepEqual((await deleteDataInstallation(rotated.data.id, options)).data, { success: true });
  assert.equal((await find('stripe'))?.installation, null);
  assert.equal((await deleteDataInstallation(rotated.data.id, options)).status, 404, 'gone already');
});

test('rejects an unknown API key, and keeps the working one', async () => {
  const { options, find } = await member();
  await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_12345678' }, options);
  const before = await find('stripe');
  for (const secret of ['', '   ', 'stripe_short', 'github_12345678', 'stripe_'.padEnd(5000, 'x')]) {
    const response = await upsertDataIntegrationApiKey('stripe', { secret }, options);
    assert.equal(response.status, 400, secret);
    assert.match((response.data as { message: string }).message, /API key/);
  }
  for (const body of [{}, { secret: 7 }, { secret: null }]) {
    const response = await upsertDataIntegrationApiKey(
      'stripe',
      body as unknown as { secret: string },
      options,
    );
    assert.equal(response.status, 400);
    assert.deepEqual((response.data as { message: string }).message, 'An API key is required.');
  }
  assert.deepEqual(await find('stripe'), before);
});

test('rejects every key for an unknown provider', async () => {
  for (const slug of ['(', '.*', 'nothing']) {
    const headers = { Authorization: 'Bearer stripe_12345678' };
    const response = await fetch(`${harness.origin}/providers/${encodeURIComponent(slug)}/me`, { headers });
    assert.equal(response.status, 401, slug);
  }
});

test('asks for a new API key after a revocation, and rejects the old one', async () => {
  const { options, find } = await member();
  const { data } = await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_torevoke1' }, options);
  await revokeAccess(harness, (data as { id: string }).id);
  assert.equal((await find('stripe'))?.installation?.state, 'needs_reauthorization');
  assert.equal(
    (await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_torevoke1' }, options)).status,
    400,
  );
  assert.equal(
    (await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_another12' }, options)).status,
    200,
  );
  assert.equal((await find('stripe'))?.installation?.state, 'connected');
});

test('connects client credentials with their fields, and never returns a secret field', async () => {
  const { options, find } = await member();
  const connected = await upsertDataIntegrationClientCredentials(
    'snowflake',
    { ...SNOWFLAKE, config: { account: ' Acme-Analytics ', passphrase: 'between us' } },
    options,
  );
  assert.ok(connected.status === 200);
  assert.equal(connected.data.client_id, 'snowflake-warehouse');
  assert.equal(connected.data.client_secret_last_4, 'ouse');
  assert.deepEqual(connected.data.config, { account: 'Acme-Analytics' });
  assert.ok(!JSON.stringify((await myDataIntegrations(options)).data).includes('between us'));

  const other = { client_id: 'snowflake-lake', client_secret: 'secret-for-snowflake-lake' };
  const updated = await upsertDataIntegrationClientCredentials('snowflake', other, options);
  assert.ok(updated.status === 200);
  assert.equal(updated.data.client_id, 'snowflake-lake');
  assert.deepEqual(updated.data.config, { account: 'Acme-Analytics' }, 'without a config, all values stay');
  const changed = await upsertDataIntegrationClientCredentials(
    'snowflake',
    { ...other, config: { account: 'acme-other', role: 'ANALYST' } },
    options,
  );
  assert.ok(changed.status === 200);
  assert.deepEqual(changed.data.config, { account: 'acme-other', role: 'ANALYST' });
  assert.equal((await find('snowflake'))?.installation?.id, connected.data.id);
});

test('rejects invalid client credentials and fields, each with its reason', async () => {
  const { options, find } = await member();
  const before = stored();
  const wrong: [body: object, message: RegExp][] = [
    [{ ...SNOWFLAKE, client_secret: 'wrong' }, /does not accept these client credentials/],
    [{ ...SNOWFLAKE, client_id: 'stripe-app' }, /does not accept these client credentials/],
    [{ ...SNOWFLAKE, client_id: '' }, /client ID is required/],
    [{ client_id: 'snowflake-a' }, /client secret is required/],
    [{ ...SNOWFLAKE, config: {} }, /Account identifier is required/],
    [{ ...SNOWFLAKE, config: undefined }, /Account identifier is required/],
    [{ ...SNOWFLAKE, config: { account: 'no hyphen' } }, /Account identifier is not valid/],
    [{ ...SNOWFLAKE, config: { account: 'a-b; drop' } }, /Account identifier is not valid/],
    [{ ...SNOWFLAKE, config: { account: 7 } }, /Account identifier must be text/],
    [{ ...SNOWFLAKE, config: { account: 'a-b', role: 'x'.repeat(2001) } }, /Role is too long/],
    [{ ...SNOWFLAKE, config: { account: 'a-b', unheard: 'of' } }, /no field 'unheard'/],
    [{ ...SNOWFLAKE, config: 'text' }, /config must be an object/],
  ];
  for (const [body, message] of wrong) {
    const response = await upsertDataIntegrationClientCredentials(
      'snowflake',
      body as typeof SNOWFLAKE,
      options,
    );
    assert.equal(response.status, 400, JSON.stringify(body));
    assert.match((response.data as { message: string }).message, message);
  }
  assert.equal((await find('snowflake'))?.installation, null);
  assert.deepEqual(stored(), before);
});

test('connects a provider with one supported method at a time', async () => {
  const { options, find } = await member();
  await upsertDataIntegrationApiKey('linear', { secret: 'linear_12345678' }, options);
  const authorize = await authorizeDataIntegration('linear', { requireHandoff: true }, options);
  assert.equal(authorize.status, 400);
  assert.match((authorize.data as { message: string }).message, /already connected with an API key/);

  const { data } = await authorizeDataIntegration('zendesk', { config: { subdomain: 'acme' } }, options);
  await goThrough(data as { url: string; redirectToken: string });
  for (const [slug, message] of [
    ['zendesk', /cannot be connected with an API key/],
    ['snowflake', /cannot be connected with an API key/],
  ] as const) {
    const response = await upsertDataIntegrationApiKey(slug, { secret: `${slug}_12345678` }, options);
    assert.equal(response.status, 400);
    assert.match((response.data as { message: string }).message, message);
  }
  assert.equal((await authorizeDataIntegration('stripe', {}, options)).status, 400);
  assert.equal((await upsertDataIntegrationClientCredentials('stripe', SNOWFLAKE, options)).status, 400);

  await deleteDataInstallation((await find('linear'))?.installation?.id ?? '', options);
  const link = await authorizeDataIntegration('linear', {}, options);
  assert.ok(link.status === 200);
  await goThrough(link.data);
  assert.equal(
    (await upsertDataIntegrationApiKey('linear', { secret: 'linear_12345678' }, options)).status,
    409,
  );
});

test('leads to the consent page, and reports whether it is in progress', async () => {
  const { options, organization } = await member();
  const github = await (await pipesOf(harness, organization.id, organization.adminId)).find('github');
  const got = await getDataIntegrationAuthorizeUrl('github', { requireHandoff: true }, options);
  assert.ok(got.status === 200);
  assert.match(got.data.url, /^http:\/\/localhost:\d+\/data-integrations\/[\w-]+\/authorize-redirect$/);
  assert.ok(got.data.handoffToken);
  const posted = await authorizeDataIntegration('github', {}, options);
  assert.ok(posted.status === 200);
  assert.equal(posted.data.handoffToken, undefined);

  const status = (state: string, id = github?.id ?? '') =>
    getDataInstallationAuthorizationStatus(id, state, options);
  assert.deepEqual((await status(posted.data.redirectToken)).data, { isConnecting: true });
  await goThrough(posted.data);
  assert.deepEqual((await status(posted.data.redirectToken)).data, { isConnecting: false });
  assert.deepEqual((await status(got.data.redirectToken)).data, { isConnecting: true });
  assert.equal((await status('unknown')).status, 404);
  assert.equal((await status(got.data.redirectToken, 'data_integration_none')).status, 404);
  const linear = await (await pipesOf(harness, organization.id, organization.adminId)).find('linear');
  assert.equal((await status(got.data.redirectToken, linear?.id)).status, 400);
  const other = await member();
  const response = await getDataInstallationAuthorizationStatus(
    github?.id ?? '',
    got.data.redirectToken,
    other.options,
  );
  assert.equal(response.status, 404);

  harness.advance(601);
  assert.deepEqual((await status(got.data.redirectToken)).data, { isConnecting: false });
});

test('asks for fields before OAuth, and keeps them with the account', async () => {
  const { options, find } = await member();
  for (const config of [undefined, {}, { subdomain: 'not valid!' }, { other: 'x' }]) {
    const response = await authorizeDataIntegration('zendesk', { config } as object, options);
    assert.equal(response.status, 400, JSON.stringify(config));
  }
  assert.equal((await getDataIntegrationAuthorizeUrl('zendesk', {}, options)).status, 400);
  assert.equal(
    (await authorizeDataIntegration('zendesk', { requireHandoff: 'yes' } as unknown as object, options))
      .status,
    400,
  );
  const bad = { requireHandoff: 'maybe' } as unknown as { requireHandoff: boolean };
  assert.equal((await getDataIntegrationAuthorizeUrl('github', bad, options)).status, 400);
  const link = await authorizeDataIntegration('zendesk', { config: { subdomain: 'acme' } }, options);
  assert.ok(link.status === 200);
  await goThrough(link.data);
  assert.deepEqual((await find('zendesk'))?.installation?.config, { subdomain: 'acme' });
  // Reauthorizing requires no fields.
  assert.equal((await authorizeDataIntegration('zendesk', {}, options)).status, 200);
});

test('does not ask for values set by the organization', async () => {
  const { organization, options, find } = await member();
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  await upsertDataIntegrationConfiguration('zendesk', { config: { subdomain: 'acme' } }, admin);
  await upsertDataIntegrationConfiguration('snowflake', { config: { passphrase: 'ours' } }, admin);
  assert.deepEqual((await find('zendesk'))?.config, { subdomain: 'acme' });
  assert.deepEqual((await find('snowflake'))?.config, { passphrase: '••••••••' });
  assert.equal((await authorizeDataIntegration('zendesk', {}, options)).status, 200);
  const response = await authorizeDataIntegration('zendesk', { config: { subdomain: 'evil' } }, options);
  assert.equal(response.status, 400, 'it cannot be changed');
});

test('connects nothing that is turned off, but keeps existing accounts', async () => {
  const { organization, options, find } = await member();
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_12345678' }, options);
  for (const slug of ['stripe', 'snowflake', 'github']) {
    assert.equal((await upsertDataIntegrationConfiguration(slug, { enabled: false }, admin)).status, 200);
  }
  const account = (await find('stripe'))?.installation;
  assert.equal(account?.state, 'connected');
  assert.equal(await find('snowflake'), undefined);
  const attempts = [
    await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_87654321' }, options),
    await upsertDataIntegrationClientCredentials('snowflake', SNOWFLAKE, options),
    await authorizeDataIntegration('github', {}, options),
    await getDataIntegrationAuthorizeUrl('github', {}, options),
  ];
  for (const { status, data } of attempts) {
    assert.equal(status, 400);
    assert.match((data as { message: string }).message, /is turned off for your organization/);
  }
  assert.deepEqual((await find('stripe'))?.installation, account);
  assert.equal((await deleteDataInstallation(account?.id ?? '', options)).status, 200);
  assert.equal(await find('stripe'), undefined);
  assert.equal((await authorizeDataIntegration('dropbox', {}, options)).status, 400, 'by the developer');
  assert.equal((await authorizeDataIntegration('slack', {}, options)).status, 400, 'not set up');
});

test('shows a shared connection to members, who cannot disconnect it', async () => {
  const { organization, options } = await member();
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  const { data } = await upsertOrganizationDataIntegrationApiKey(
    'datadog',
    { secret: 'datadog_team1234' },
    admin,
  );
  const { id } = data as { id: string };
  const availability = async () => {
    const shared = await sharedDataConnections(options);
    assert.ok(shared.status === 200);
    const [connection] = shared.data.data;
    assert.deepEqual(Object.keys(connection ?? {}).includes('api_key_last_4'), false);
    return connection?.connected_accounts[0]?.availability;
  };
  assert.equal(await availability(), 'available');
  assert.equal((await deleteDataInstallation(id, options)).status, 404);
  await upsertOrganizationDataIntegrationConfiguration('datadog', { enabled: false }, admin);
  assert.equal(await availability(), 'needs_admin_attention');
  await upsertOrganizationDataIntegrationConfiguration('datadog', { enabled: true }, admin);
  await revokeAccess(harness, id);
  assert.equal(await availability(), 'needs_admin_attention');
});

test('limits an account to one person in one organization', async () => {
  const here = await member();
  const { data } = await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_12345678' }, here.options);
  const { id } = data as { id: string };
  const colleague = await pipesOf(harness, here.organization.id, here.organization.adminId);
  const elsewhere = await member();
  await harness.workos.userManagement.createOrganizationMembership({
    userId: here.person.id,
    organizationId: elsewhere.organization.id,
  });
  const otherOrganization = await pipesOf(harness, elsewhere.organization.id, here.person.id);
  for (const { options, find } of [colleague, elsewhere, otherOrganization]) {
    assert.equal((await find('stripe'))?.installation, null);
    assert.equal((await deleteDataInstallation(id, options)).status, 404);
  }
  assert.equal((await here.find('stripe'))?.installation?.id, id);
});

test('answers 404 for an unknown slug', async () => {
  const { options } = await member();
  assert.equal((await upsertDataIntegrationApiKey('none', { secret: 'none_12345678' }, options)).status, 404);
  assert.equal((await upsertDataIntegrationClientCredentials('none', SNOWFLAKE, options)).status, 404);
  assert.equal((await authorizeDataIntegration('none', {}, options)).status, 404);
  assert.equal((await getDataIntegrationAuthorizeUrl('none', {}, options)).status, 404);
  assert.equal(
    (await upsertDataIntegrationApiKey('datadog', { secret: 'datadog_12345678' }, options)).status,
    404,
  );
});

test('rejects missing, expired, and user-less tokens', async () => {
  const { organization } = await member();
  const calls = (options: ReturnType<typeof authorized>) => [
    myDataIntegrations(options),
    sharedDataConnections(options),
    getDataIntegrationAuthorizeUrl('github', {}, options),
    authorizeDataIntegration('github', {}, options),
    getDataInstallationAuthorizationStatus('data_integration_1', 'state', options),
    upsertDataIntegrationApiKey('stripe', { secret: 'stripe_12345678' }, options),
    upsertDataIntegrationClientCredentials('snowflake', SNOWFLAKE, options),
    deleteDataInstallation('data_installation_1', options),
  ];
  const forNobody = authorized(harness, await widgetToken(harness, organization.id, undefined, []));
  for (const options of [authorized(harness, undefined), authorized(harness, 'not.a.token'), forNobody]) {
    const answers = await Promise.all(calls(options));
    const refused = options === forNobody ? answers.filter((_, index) => index !== 1) : answers;
    for (const { status } of refused) assert.equal(status, 403);
  }
  const { options } = await member();
  harness.advance(3601);
  for (const { status } of await Promise.all(calls(options))) assert.equal(status, 403);
});
