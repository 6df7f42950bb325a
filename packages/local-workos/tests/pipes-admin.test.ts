import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  authorizeDataIntegration,
  authorizeOrganizationDataIntegration,
  type DataIntegrationConfiguration,
  deleteOrganizationDataInstallation,
  listDataIntegrationConfigurations,
  type OrganizationDataIntegration,
  organizationDataIntegrations,
  upsertDataIntegrationApiKey,
  upsertDataIntegrationConfiguration,
  upsertOrganizationDataIntegrationApiKey,
  upsertOrganizationDataIntegrationClientCredentials,
  upsertOrganizationDataIntegrationConfiguration,
} from '@workos-inc/widgets/experimental/api/fetch';
import { ACME, type CallOptions, createOrganization, MARCELINA, startHarness } from './harness.ts';
import { goThrough, pipesAdminOf, pipesOf, revokeAccess, send } from './pipes-flow.ts';

const harness = await startHarness();

const SNOWFLAKE = {
  client_id: 'snowflake-warehouse',
  client_secret: 'secret-for-snowflake-warehouse',
  config: { account: 'acme-analytics' },
};
const SLACK = { client_id: 'slack-ours', client_secret: 'secret-for-slack-ours' };

async function admin() {
  const organization = await createOrganization(harness);
  return { organization, options: await pipesAdminOf(harness, organization.id, organization.adminId) };
}

async function configuration(options: CallOptions, slug: string): Promise<DataIntegrationConfiguration> {
  const response = await listDataIntegrationConfigurations(options);
  assert.ok(response.status === 200);
  const found = response.data.data.find((each) => each.slug === slug);
  assert.ok(found, `${slug} is not listed`);
  return found;
}

async function shared(options: CallOptions, slug: string): Promise<OrganizationDataIntegration> {
  const response = await organizationDataIntegrations(options);
  assert.ok(response.status === 200);
  const found = response.data.data.find((each) => each.slug === slug);
  assert.ok(found, `${slug} is not listed`);
  return found;
}

test('lists what members can connect to, as the developer configured it', async () => {
  const { options } = await admin();
  const github = await configuration(options, 'github');
  assert.equal(github.enabled, true);
  assert.deepEqual(github.scopes, ['repo', 'read:user']);
  assert.deepEqual(github.availableScopes, github.defaultScopes, "only the developer's scopes");
  assert.deepEqual(
    { ...github.credentials, redirectUri: undefined },
    {
      credentialsType: 'shared',
      hasCredentials: true,
      client_id: null,
      redactedClientSecret: null,
      redirectUri: undefined,
    },
  );
  const slack = await configuration(options, 'slack');
  assert.equal(slack.credentials.hasCredentials, false);
  assert.match(
    slack.credentials.redirectUri,
    /^http:\/\/localhost:\d+\/data-integrations\/slack\/dik_\w+\/callback$/,
  );
  assert.ok(slack.availableScopes.includes('files:write'));
  assert.equal((await configuration(options, 'stripe')).scopes, null);
  const listed = await listDataIntegrationConfigurations(options);
  assert.ok(listed.status === 200);
  assert.ok(
    !listed.data.data.some(({ slug }) => slug === 'dropbox'),
    'integrations that the developer turned off are not listed',
  );
});

test('turns a provider off and on for members', async () => {
  const { organization, options } = await admin();
  const { find } = await pipesOf(harness, organization.id, organization.adminId);
  const off = await upsertDataIntegrationConfiguration('github', { enabled: false }, options);
  assert.ok(off.status === 200);
  assert.equal(off.data.enabled, false);
  assert.equal(await find('github'), undefined);
  await upsertDataIntegrationConfiguration('github', { enabled: true }, options);
  assert.ok(await find('github'));

  const elsewhere = await admin();
  assert.equal((await configuration(elsewhere.options, 'github')).enabled, true);
});

test('stores an OAuth app of the organization, shows the end of its secret, and rotates it', async () => {
  const { organization, options } = await admin();
  const { find } = await pipesOf(harness, organization.id, organization.adminId);
  assert.equal(await find('slack'), undefined);
  const saved = await upsertDataIntegrationConfiguration('slack', { enabled: true, ...SLACK }, options);
  assert.ok(saved.status === 200);
  const { credentials } = saved.data;
  assert.deepEqual(
    [credentials.hasCredentials, credentials.client_id, credentials.redactedClientSecret],
    [true, 'slack-ours', 'ours'],
  );
  assert.ok(!JSON.stringify(saved.data).includes('secret-for'));
  assert.ok(await find('slack'));

  await upsertDataIntegrationConfiguration('slack', { client_secret: 'another-1234' }, options);
  const rotated = (await configuration(options, 'slack')).credentials;
  assert.deepEqual([rotated.client_id, rotated.redactedClientSecret], ['slack-ours', '1234']);
  await upsertDataIntegrationConfiguration('slack', { client_id: 'slack-ours', enabled: true }, options);
  assert.equal((await configuration(options, 'slack')).credentials.redactedClientSecret, '1234');
});

test('offers the allowed scopes, and asks again whoever granted less', async () => {
  const { organization, options } = await admin();
  const pipes = await pipesOf(harness, organization.id, organization.adminId);
  await upsertDataIntegrationConfiguration('slack', { ...SLACK, scopes: ['chat:write'] }, options);
  const link = await authorizeDataIntegration('slack', {}, pipes.options);
  assert.ok(link.status === 200);
  await goThrough(link.data);
  assert.deepEqual((await pipes.find('slack'))?.installation?.scopes, ['chat:write']);

  const state = async () => (await pipes.find('slack'))?.installation?.state;
  await upsertDataIntegrationConfiguration('slack', { scopes: [] }, options);
  assert.equal(await state(), 'connected', 'fewer scopes need no new consent');
  await upsertDataIntegrationConfiguration('slack', { scopes: ['chat:write', 'files:read'] }, options);
  assert.equal(await state(), 'needs_reauthorization');
  assert.deepEqual((await pipes.find('slack'))?.scopes, ['chat:write', 'files:read']);
  const reset = await upsertDataIntegrationConfiguration('slack', { scopes: null }, options);
  assert.ok(reset.status === 200);
  assert.deepEqual(reset.data.scopes, ['channels:read', 'chat:write']);
});

test('requires, checks, and keeps the config fields of an integration', async () => {
  const { organization, options } = await admin();
  const { find } = await pipesOf(harness, organization.id, organization.adminId);
  const app = { client_id: 'salesforce-ours', client_secret: 'secret-for-salesforce-ours' };
  assert.equal((await upsertDataIntegrationConfiguration('salesforce', app, options)).status, 200);
  assert.equal(await find('salesforce'), undefined, 'the host is missing');
  const config = { salesforce_host: 'acme.my.salesforce.com' };
  const saved = await upsertDataIntegrationConfiguration('salesforce', { config }, options);
  assert.ok(saved.status === 200);
  assert.deepEqual(saved.data.config, config);
  assert.ok(await find('salesforce'));
});

test('rejects an invalid configuration and changes nothing', async () => {
  const { options } = await admin();
  await upsertDataIntegrationConfiguration('slack', SLACK, options);
  const before = (await listDataIntegrationConfigurations(options)).data;
  const wrong: [slug: string, body: object, message: RegExp][] = [
    ['github', { enabled: 'yes' }, /enabled must be/],
    ['github', { scopes: 'repo' }, /scopes must be/],
    ['github', { scopes: ['repo', 'gist'] }, /does not offer the scopes: gist/],
    ['stripe', { scopes: [] }, /has no scopes/],
    ['slack', { scopes: ['nonsense'] }, /does not offer/],
    ['github', { client_id: 'github-a', client_secret: 'b' }, /does not support an OAuth app/],
    ['slack', { client_id: 'slack-other' }, /requires its client secret/],
    ['slack', { client_id: '', client_secret: 'x' }, /client ID is required/],
    ['slack', { client_id: 'slack-x', client_secret: 'x'.repeat(5000) }, /too long/],
    ['salesforce', { client_secret: 'x' }, /client ID is required/],
    ['salesforce', { config: {} }, /Salesforce host is required/],
    ['salesforce', { config: { salesforce_host: 'https://acme' } }, /Salesforce host is not valid/],
    ['salesforce', { config: { other: 'x' } }, /no field 'other'/],
    ['dropbox', { enabled: true }, /turned off by the developer/],
  ];
  for (const [slug, body, message] of wrong) {
    const response = await upsertDataIntegrationConfiguration(slug, body, options);
    assert.equal(response.status, 422, JSON.stringify([slug, body]));
    assert.match((response.data as { message: string }).message, message);
  }
  assert.deepEqual((await listDataIntegrationConfigurations(options)).data, before);
});

test('rejects invalid settings and credentials for a shared connection and changes nothing', async () => {
  const { options } = await admin();
  const before = (await organizationDataIntegrations(options)).data;
  const wrong: [slug: string, body: object, message: RegExp][] = [
    ['github', { enabled: 'yes' }, /enabled must be/],
    ['github', { scopes: [7] }, /./],
    ['github', { scopes: ['gist'] }, /does not offer the scopes: gist/],
    ['datadog', { scopes: [] }, /has no scopes/],
    ['github', { client_id: 'github-a', client_secret: 'b' }, /does not support an OAuth app/],
    ['hubspot', { client_id: 7 }, /client ID is required/],
    ['hubspot', { client_id: 'hubspot-x', client_secret: 'x'.repeat(5000) }, /too long/],
    ['snowflake', { config: 'none' }, /config must be an object/],
    ['snowflake', { config: { other: 'x' } }, /no field 'other'/],
    ['snowflake', { config: { account: 7 } }, /must be text/],
    ['snowflake', { config: { account: 'x'.repeat(5000) } }, /too long/],
  ];
  for (const [slug, body, message] of wrong) {
    const response = await upsertOrganizationDataIntegrationConfiguration(slug, body, options);
    assert.equal(response.status, 422, JSON.stringify([slug, body]));
    assert.match((response.data as { message: string }).message, message);
  }
  const configs: [config: unknown, message: RegExp][] = [
    ['none', /config must be an object/],
    [[], /config must be an object/],
    [{ other: 'x' }, /no field 'other'/],
  ];
  for (const [config, message] of configs) {
    const body = { config } as Parameters<typeof authorizeOrganizationDataIntegration>[1];
    const response = await authorizeOrganizationDataIntegration('github', body, options);
    assert.equal(response.status, 400, JSON.stringify(config));
    assert.match((response.data as { message: string }).message, message);
  }
  assert.deepEqual((await organizationDataIntegrations(options)).data, before);
});

test('lists the shared connections of a new organization, and what can be done with each', async () => {
  const { options } = await admin();
  const able = async (slug: string) =>
    Object.entries((await shared(options, slug)).capabilities)
      .filter(([, can]) => can)
      .map(([capability]) => capability);
  assert.deepEqual(await able('datadog'), ['canConfigure', 'canConnect']);
  assert.deepEqual(await able('hubspot'), ['canConfigure'], 'the OAuth app comes first');
  assert.deepEqual(await able('sentry'), [], 'turned off by the developer');
  const { configuration: sentry } = await shared(options, 'sentry');
  assert.deepEqual([sentry.rootEnabled, sentry.enabled, sentry.disabledSource], [false, false, 'developer']);
  const { configuration: hubspot } = await shared(options, 'hubspot');
  assert.deepEqual([hubspot.configured, hubspot.hasOverride, hubspot.overrideEnabled], [false, false, null]);

  await upsertOrganizationDataIntegrationConfiguration('github', { enabled: false }, options);
  const { configuration: github } = await shared(options, 'github');
  assert.deepEqual(
    [github.enabled, github.rootEnabled, github.overrideEnabled, github.disabledSource, github.hasOverride],
    [false, true, false, 'organization', true],
  );
  assert.deepEqual(await able('github'), ['canConfigure']);
  assert.equal((await configuration(options, 'github')).enabled, true, 'members’ own accounts are separate');
});

test('connects, rotates, revokes, and disconnects a shared API key', async () => {
  const { options } = await admin();
  const connected = await upsertOrganizationDataIntegrationApiKey(
    'datadog',
    { secret: 'datadog_revoked1234' },
    options,
  );
  assert.ok(connected.status === 200);
  assert.deepEqual([connected.data.user_id, connected.data.api_key_last_4], [null, '1234']);
  assert.deepEqual((await shared(options, 'datadog')).capabilities, {
    canConfigure: true,
    canConnect: false,
    canUpdateCredentials: true,
    canReauthorize: false,
    canDisconnect: true,
  });
  await revokeAccess(harness, connected.data.id);
  assert.equal((await shared(options, 'datadog')).connected_accounts[0]?.state, 'needs_reauthorization');
  const refused = await upsertOrganizationDataIntegrationApiKey(
    'datadog',
    { secret: 'datadog_revoked1234' },
    options,
  );
  assert.equal(refused.status, 400);
  const renewed = await upsertOrganizationDataIntegrationApiKey(
    'datadog',
    { secret: 'datadog_team5678' },
    options,
  );
  assert.ok(renewed.status === 200);
  assert.deepEqual([renewed.data.id, renewed.data.state], [connected.data.id, 'connected']);
  const { id } = renewed.data;
  assert.deepEqual((await deleteOrganizationDataInstallation(id, options)).data, { success: true });
  assert.equal((await deleteOrganizationDataInstallation(id, options)).status, 404);
});

test('connects shared client credentials and OAuth accounts', async () => {
  const { organization, options } = await admin();
  const snowflake = await upsertOrganizationDataIntegrationClientCredentials('snowflake', SNOWFLAKE, options);
  assert.ok(snowflake.status === 200);
  assert.deepEqual(snowflake.data.config, { account: 'acme-analytics' });
  const wrong = await upsertOrganizationDataIntegrationClientCredentials(
    'snowflake',
    { ...SNOWFLAKE, client_secret: 'wrong' },
    options,
  );
  assert.equal(wrong.status, 400);

  assert.equal((await authorizeOrganizationDataIntegration('hubspot', {}, options)).status, 400);
  const app = { client_id: 'hubspot-ours', client_secret: 'secret-for-hubspot-ours' };
  const saved = await upsertOrganizationDataIntegrationConfiguration('hubspot', app, options);
  assert.ok(saved.status === 200);
  assert.equal(saved.data.capabilities.canConnect, true);
  const link = await authorizeOrganizationDataIntegration('hubspot', {}, options);
  assert.ok(link.status === 200);
  await goThrough(link.data);
  const { connected_accounts: accounts, capabilities } = await shared(options, 'hubspot');
  assert.deepEqual([accounts[0]?.user_id, accounts[0]?.organization_id], [null, organization.id]);
  assert.equal(capabilities.canReauthorize, true);

  const key = await upsertOrganizationDataIntegrationApiKey('notion', { secret: 'notion_12345678' }, options);
  assert.equal(key.status, 200);
  assert.equal((await authorizeOrganizationDataIntegration('notion', {}, options)).status, 400);
  const again = await authorizeOrganizationDataIntegration('github', {}, options);
  assert.ok(again.status === 200);
  await goThrough(again.data);
  assert.equal(
    (await upsertOrganizationDataIntegrationApiKey('github', { secret: 'github_12345678' }, options)).status,
    400,
  );
});

test('does not replace a shared account that was connected another way', async () => {
  const { options } = await admin();
  const link = await authorizeOrganizationDataIntegration('notion', {}, options);
  assert.ok(link.status === 200);
  await goThrough(link.data);
  const key = await upsertOrganizationDataIntegrationApiKey('notion', { secret: 'notion_12345678' }, options);
  assert.equal(key.status, 409);
  assert.match((key.data as { message: string }).message, /already connected with OAuth/);
});

test("lets the developer's setting win: off for the environment means off everywhere", async () => {
  const { options } = await admin();
  const { id } = await shared(options, 'datadog');
  const turn = (enabled: string) => send(`${harness.origin}/pipes/integrations/${id}/enabled`, { enabled });
  await upsertOrganizationDataIntegrationApiKey('datadog', { secret: 'datadog_team1234' }, options);
  await turn('0');
  const off = await shared(options, 'datadog');
  assert.equal(off.configuration.disabledSource, 'developer');
  assert.deepEqual([off.capabilities.canConfigure, off.capabilities.canDisconnect], [false, true]);
  const change = await upsertOrganizationDataIntegrationConfiguration('datadog', { enabled: true }, options);
  assert.equal(change.status, 422);
  await turn('1');
  assert.equal((await shared(options, 'datadog')).configuration.enabled, true);
});

test('seeds shared connections in every state', async () => {
  const options = await pipesAdminOf(harness, ACME, MARCELINA);
  assert.equal((await shared(options, 'datadog')).connected_accounts[0]?.state, 'connected');
  assert.equal((await shared(options, 'notion')).connected_accounts[0]?.state, 'needs_reauthorization');
  assert.equal((await configuration(options, 'slack')).credentials.client_id, 'slack-acme');
  assert.equal((await configuration(options, 'zendesk')).enabled, false);
});

test('keeps admins out of other organizations', async () => {
  const [here, elsewhere] = [await admin(), await admin()];
  const { data } = await upsertOrganizationDataIntegrationApiKey(
    'datadog',
    { secret: 'datadog_team1234' },
    here.options,
  );
  const { id } = data as { id: string };
  assert.equal((await deleteOrganizationDataInstallation(id, elsewhere.options)).status, 404);
  assert.deepEqual((await shared(elsewhere.options, 'datadog')).connected_accounts, []);
  const { options: own } = await pipesOf(harness, here.organization.id, here.organization.adminId);
  const personal = await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_12345678' }, own);
  const personalId = (personal.data as { id: string }).id;
  assert.equal(
    (await deleteOrganizationDataInstallation(personalId, here.options)).status,
    404,
    'not those of a member',
  );
  assert.equal((await shared(here.options, 'datadog')).connected_accounts.length, 1);
});

test('answers 404 for a slug that does not exist or is not for organizations', async () => {
  const { options } = await admin();
  const answers = [
    upsertDataIntegrationConfiguration('none', {}, options),
    upsertDataIntegrationConfiguration('datadog', {}, options),
    upsertOrganizationDataIntegrationConfiguration('stripe', {}, options),
    upsertOrganizationDataIntegrationApiKey('stripe', { secret: 'stripe_12345678' }, options),
    upsertOrganizationDataIntegrationClientCredentials('none', SNOWFLAKE, options),
    authorizeOrganizationDataIntegration('none', {}, options),
  ];
  for (const { status } of await Promise.all(answers)) assert.equal(status, 404);
});
