import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  authorizeDataIntegration,
  upsertDataIntegrationApiKey,
  upsertDataIntegrationClientCredentials,
  upsertDataIntegrationConfiguration,
  upsertOrganizationDataIntegrationApiKey,
} from '@workos-inc/widgets/experimental/api/fetch';
import { API_KEY } from '../src/http/options.ts';
import { answer, createMember, createOrganization, startHarness } from './harness.ts';
import {
  answerConsent,
  goThrough,
  type Link,
  open,
  pipesAdminOf,
  pipesOf,
  revokeAccess,
  send,
} from './pipes-flow.ts';

const harness = await startHarness();
const { pipes, userManagement } = harness.workos;
const { db } = harness.server.local;

async function member() {
  const organization = await createOrganization(harness);
  const person = await createMember(harness, organization.id);
  const ids = { userId: person.id, organizationId: organization.id };
  return { organization, person, ids, ...(await pipesOf(harness, organization.id, person.id)) };
}

async function connected(slug = 'github', scopes?: string[]) {
  const here = await member();
  const response = await authorizeDataIntegration(slug, {}, here.options);
  assert.ok(response.status === 200);
  await goThrough(response.data as Link, 'allow', scopes);
  return here;
}

/** Asks the provider about a token or an API key. */
async function askProvider(slug: string, secret: string) {
  const headers = { Authorization: `Bearer ${secret}` };
  return answer(await fetch(`${harness.origin}/providers/${slug}/me`, { headers }));
}

async function accessToken(ids: { userId: string; organizationId: string }, provider = 'github') {
  const result = await pipes.getAccessToken({ ...ids, provider });
  assert.ok(result.active, JSON.stringify(result));
  return result.accessToken;
}

test('vends an access token that works at the provider', async () => {
  const { ids } = await connected();
  const token = await accessToken(ids);
  assert.deepEqual([token.scopes, token.missingScopes], [['repo', 'read:user'], []]);
  assert.ok(token.expiresAt && token.expiresAt.getTime() > db.now().getTime());
  assert.deepEqual(await askProvider('github', token.accessToken), {
    status: 200,
    body: { provider: 'github', authenticated_with: 'access_token', scopes: ['repo', 'read:user'] },
  });
  assert.equal((await askProvider('slack', token.accessToken)).status, 401, 'not at other providers');
  assert.equal((await accessToken(ids)).accessToken, token.accessToken, 'the same token while it is valid');
});

test('lists scopes that were not granted as missing', async () => {
  const { ids } = await connected('github', ['repo']);
  const token = await accessToken(ids);
  assert.deepEqual([token.scopes, token.missingScopes], [['repo'], ['read:user']]);
});

test('renews an expired access token once for concurrent requests', async () => {
  const { ids } = await connected();
  const before = await accessToken(ids);
  harness.advance(3600);
  assert.equal((await askProvider('github', before.accessToken)).status, 401);
  const tokens = await Promise.all(Array.from({ length: 5 }, () => accessToken(ids)));
  const [first] = tokens;
  assert.ok(first && first.accessToken !== before.accessToken);
  assert.ok(tokens.every(({ accessToken: token }) => token === first.accessToken));
  assert.equal((await askProvider('github', first.accessToken)).status, 200);
});

test('vends no token for an account that is not connected or was revoked', async () => {
  const { ids } = await member();
  const { active, ...rest } = await pipes.getAccessToken({ ...ids, provider: 'github' });
  assert.deepEqual([active, rest], [false, { error: 'not_installed' }]);

  const revoked = await connected();
  const id = (await revoked.find('github'))?.installation?.id ?? '';
  await revokeAccess(harness, id);
  assert.deepEqual(await pipes.getAccessToken({ ...revoked.ids, provider: 'github' }), {
    active: false,
    error: 'needs_reauthorization',
  });
});

test('requires reauthorization at the next renewal after a change of OAuth app', async () => {
  const { organization, options, ids } = await member();
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  const app = (name: string) => ({ client_id: `slack-${name}`, client_secret: `secret-for-slack-${name}` });
  await upsertDataIntegrationConfiguration('slack', app('one'), admin);
  const link = await authorizeDataIntegration('slack', {}, options);
  await goThrough(link.data as Link);
  await upsertDataIntegrationConfiguration('slack', app('two'), admin);
  assert.ok((await accessToken(ids, 'slack')).accessToken);
  harness.advance(3600);
  assert.deepEqual(await pipes.getAccessToken({ ...ids, provider: 'slack' }), {
    active: false,
    error: 'needs_reauthorization',
  });
  // The widget token has expired in the meantime.
  const now = await (await pipesOf(harness, organization.id, ids.userId)).find('slack');
  assert.equal(now?.installation?.state, 'needs_reauthorization');
});

test('changes nothing if a provider does not respond', async () => {
  const { ids } = await connected();
  harness.advance(3600);
  harness.server.local.faultHooks.add({
    method: 'POST',
    path: '/providers/github/token',
    status: 500,
    count: 1,
  });
  await assert.rejects(pipes.getAccessToken({ ...ids, provider: 'github' }), { status: 503 });
  assert.ok((await accessToken(ids)).accessToken);

  const { options } = await member();
  harness.server.local.faultHooks.add({ method: '*', path: '/providers/*', status: 502, count: 1 });
  const response = await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_12345678' }, options);
  assert.equal(response.status, 400);
  assert.match((response.data as { message: string }).message, /Stripe cannot be reached/);
});

test('vends an API key as is, but no access token for it', async () => {
  const { ids, options } = await member();
  const ask = { slug: 'stripe', ...ids };
  assert.equal((await pipes.createDataIntegrationCredential(ask)).error, 'not_installed');
  await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_vended12' }, options);
  const { active, credential } = await pipes.createDataIntegrationCredential(ask);
  assert.deepEqual([active, credential?.value, credential?.expiresAt], [true, 'stripe_vended12', null]);
  assert.equal((await askProvider('stripe', 'stripe_vended12')).status, 200);
  await assert.rejects(pipes.getAccessToken({ ...ids, provider: 'stripe' }), { status: 422 });

  const oauth = await connected();
  const vended = await pipes.createDataIntegrationCredential({ slug: 'github', ...oauth.ids });
  assert.equal(vended.credential?.authMethod, 'oauth');
  assert.equal(vended.credential?.value, (await accessToken(oauth.ids)).accessToken);
});

test('vends an access token for client credentials', async () => {
  const { ids, options, find } = await member();
  await upsertDataIntegrationClientCredentials(
    'snowflake',
    { client_id: 'snowflake-api', client_secret: 'secret-for-snowflake-api', config: { account: 'a-b' } },
    options,
  );
  const token = await accessToken(ids, 'snowflake');
  assert.equal((await askProvider('snowflake', token.accessToken)).status, 200);
  await revokeAccess(harness, (await find('snowflake'))?.installation?.id ?? '');
  assert.equal((await askProvider('snowflake', token.accessToken)).status, 401);
  assert.equal((await pipes.getAccessToken({ ...ids, provider: 'snowflake' })).active, false);
});

test('sets and rotates an API key from the backend', async () => {
  const { ids, options } = await member();
  const set = (secret: string, slug = 'stripe') =>
    pipes.updateDataIntegrationApiKey({ slug, ...ids, secret });
  const first = await set('stripe_backend1');
  const second = await set('stripe_backend2');
  assert.deepEqual([second.id, second.apiKeyLast4, second.userId], [first.id, 'end2', ids.userId]);
  await assert.rejects(set('wrong'), { status: 400 });
  await assert.rejects(set(' '), { status: 400 });
  const link = await authorizeDataIntegration('linear', {}, options);
  await goThrough(link.data as Link);
  await assert.rejects(set('linear_12345678', 'linear'), { status: 422 });
});

test('leads from a backend link to confirmation, consent, and back to the app', async () => {
  const { ids, find, person } = await member();
  const authorize = () =>
    pipes.authorizeDataIntegration({ slug: 'github', ...ids, returnTo: 'https://app.example/done?tab=1' });
  const through = async (reply: 'allow' | 'deny') => {
    const { url } = await authorize();
    const page = await open(url);
    assert.match(page.text, /Connect GitHub\?/);
    assert.ok(page.text.includes(person.email));
    const { location = '', cookie = '' } = await send(url, { confirmed: 'yes' });
    return open(await answerConsent(location, reply), { headers: { cookie } });
  };
  const denied = await through('deny');
  assert.equal(denied.location, 'https://app.example/done?tab=1&error=access_denied');
  assert.equal((await find('github'))?.installation, null);
  assert.equal((await through('allow')).location, 'https://app.example/done?tab=1');
  assert.equal((await find('github'))?.installation?.state, 'connected');
});

test('connects an account outside any organization', async () => {
  const { ids, find } = await member();
  const { url } = await pipes.authorizeDataIntegration({ slug: 'github', userId: ids.userId });
  const { location = '', cookie = '' } = await send(url, { confirmed: 'yes' });
  const page = await open(await answerConsent(location, 'allow'), { headers: { cookie } });
  assert.match(page.text, /GitHub is connected/);
  assert.equal((await pipes.getAccessToken({ provider: 'github', userId: ids.userId })).active, true);
  assert.equal((await pipes.getAccessToken({ provider: 'github', ...ids })).active, false);
  assert.equal((await find('github'))?.installation, null);
  const account = await pipes.getUserConnectedAccount({ slug: 'github', userId: ids.userId });
  assert.equal(account.organizationId, null);
});

test('reads and deletes connected accounts', async () => {
  const { ids, find } = await connected();
  const selection = { slug: 'github', ...ids };
  const account = await pipes.getUserConnectedAccount(selection);
  assert.match(account.id, /^data_installation_/);
  assert.deepEqual(
    [account.object, account.state, account.userId, account.organizationId, account.authMethod],
    ['connected_account', 'connected', ids.userId, ids.organizationId, 'oauth'],
  );
  await assert.rejects(pipes.getUserConnectedAccount({ slug: 'github', userId: ids.userId }), {
    status: 404,
  });
  await pipes.deleteUserConnectedAccount(selection);
  assert.equal((await find('github'))?.installation, null);
  await assert.rejects(pipes.deleteUserConnectedAccount(selection), { status: 404 });
  await assert.rejects(pipes.getUserConnectedAccount(selection), { status: 404 });
});

test('lists providers with the account of the person or the organization', async () => {
  const { ids, organization } = await connected();
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  await upsertOrganizationDataIntegrationApiKey('datadog', { secret: 'datadog_12345678' }, admin);
  const { data } = await pipes.listUserDataProviders(ids);
  const find = (slug: string, ownership: string) =>
    data.find((provider) => provider.slug === slug && provider.ownership === ownership);
  assert.equal(find('github', 'userland_user')?.connectedAccount?.state, 'connected');
  assert.equal(find('github', 'organization')?.connectedAccount, null);
  assert.equal(find('datadog', 'organization')?.connectedAccount?.apiKeyLast4, '5678');
  assert.equal(find('dropbox', 'userland_user'), undefined);
  assert.deepEqual(find('linear', 'userland_user')?.authMethods, ['oauth', 'api_key']);

  const alone = await pipes.listUserDataProviders({ userId: ids.userId });
  assert.ok(
    alone.data.every(({ ownership, connectedAccount }) => ownership === 'userland_user' && !connectedAccount),
  );
});

test('vends the credentials of a shared connection to members only', async () => {
  const { ids, organization } = await member();
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  await upsertOrganizationDataIntegrationApiKey('datadog', { secret: 'datadog_shared12' }, admin);
  const shared = {
    user_id: ids.userId,
    organization_id: ids.organizationId,
    connection_owner: 'organization',
  };
  const vended = await harness.post('/data-integrations/datadog/credentials', shared);
  const { credential } = (await vended.json()) as { credential?: { value: string } };
  assert.equal(credential?.value, 'datadog_shared12');

  const stranger = await createMember(harness);
  const path = '/data-integrations/datadog/credentials';
  assert.equal((await harness.post(path, { ...shared, user_id: stranger.id })).status, 400);
  assert.equal((await harness.post(path, { ...shared, organization_id: undefined })).status, 400);
  assert.equal((await harness.post(path, { ...shared, connection_owner: undefined })).status, 404);
});

test('vends nothing for a provider that is turned off', async () => {
  const { ids, organization } = await connected();
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  await upsertDataIntegrationConfiguration('github', { enabled: false }, admin);
  await assert.rejects(pipes.getAccessToken({ ...ids, provider: 'github' }), { status: 400 });
  const { data } = await pipes.listUserDataProviders(ids);
  const github = data.find(({ slug, ownership }) => slug === 'github' && ownership === 'userland_user');
  assert.equal(github?.connectedAccount?.state, 'connected', 'it is still listed and can be disconnected');
});

test('vends nothing to former members', async () => {
  const { ids } = await connected();
  const { data } = await userManagement.listOrganizationMemberships({ userId: ids.userId });
  await userManagement.deleteOrganizationMembership(data[0]?.id ?? '');
  await assert.rejects(pipes.getAccessToken({ ...ids, provider: 'github' }), { status: 400 });
});

test('answers 404 for unknown ids, and rejects invalid requests', async () => {
  const { ids } = await member();
  const base = { user_id: ids.userId };
  const attempts: [path: string, body: object, status: number][] = [
    ['github/token', { user_id: 'user_none' }, 404],
    ['github/token', { ...base, organization_id: 'org_none' }, 404],
    ['none/token', base, 404],
    ['github/token', {}, 400],
    ['github/token', { user_id: 7 }, 400],
    ['github/authorize', { ...base, return_to: 'javascript:alert(1)' }, 400],
    ['github/authorize', { ...base, return_to: 'nowhere' }, 400],
    ['zendesk/authorize', base, 400],
    ['zendesk/authorize', { ...base, config: { subdomain: 7 } }, 400],
    ['none/authorize', base, 404],
    ['stripe/authorize', base, 400],
  ];
  for (const [path, body, status] of attempts) {
    assert.equal(
      (await harness.post(`/data-integrations/${path}`, body)).status,
      status,
      path + JSON.stringify(body),
    );
  }
  await assert.rejects(pipes.listUserDataProviders({ userId: 'user_none' }), { status: 404 });
  await assert.rejects(pipes.listUserDataProviders({ ...ids, organizationId: 'org_none' }), { status: 404 });
  await assert.rejects(pipes.getUserConnectedAccount({ ...ids, slug: 'none' }), { status: 404 });
});

test('requires an API key for every operation', async () => {
  const paths = [
    'POST /data-integrations/github/token',
    'POST /data-integrations/github/authorize',
    'POST /data-integrations/github/credentials',
    'PUT /data-integrations/github/api-key',
    'GET /user_management/users/user_1/data_providers',
    'GET /user_management/users/user_1/connected_accounts/github',
    'DELETE /user_management/users/user_1/connected_accounts/github',
  ];
  for (const operation of paths) {
    const [method = '', path = ''] = operation.split(' ');
    const response = await harness.request(path, {
      method,
      headers: { Authorization: `Bearer ${API_KEY}x` },
    });
    assert.equal(response.status, 401, operation);
  }
});
