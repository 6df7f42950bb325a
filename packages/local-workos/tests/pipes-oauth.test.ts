import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  authorizeDataIntegration,
  authorizeOrganizationDataIntegration,
  deleteDataInstallation,
  organizationDataIntegrations,
  upsertDataIntegrationApiKey,
  upsertDataIntegrationConfiguration,
} from '@workos-inc/widgets/experimental/api/fetch';
import { eventsOf, names } from './event-list.ts';
import { createMember, createOrganization, startHarness } from './harness.ts';
import {
  answerConsent,
  goThrough,
  goToConsent,
  type Link,
  open,
  pipesAdminOf,
  pipesOf,
  revokeAccess,
  send,
} from './pipes-flow.ts';

const harness = await startHarness();
const { db } = harness.server.local;

async function member() {
  const organization = await createOrganization(harness);
  const person = await createMember(harness, organization.id);
  const pipes = await pipesOf(harness, organization.id, person.id);
  const link = async (slug = 'github', config?: Record<string, string>): Promise<Link> => {
    const body = { requireHandoff: true, ...(config ? { config } : {}) };
    const response = await authorizeDataIntegration(slug, body, pipes.options);
    assert.ok(response.status === 200);
    return response.data;
  };
  return { organization, person, ...pipes, link };
}

/** Ends a person's only membership. */
async function removeFrom(userId: string): Promise<void> {
  const { userManagement } = harness.workos;
  const { data } = await userManagement.listOrganizationMemberships({ userId });
  await userManagement.deleteOrganizationMembership(data[0]?.id ?? '');
}

test('connects an account after consent, with encrypted tokens', async () => {
  const { link, find } = await member();
  const { status, text } = await goThrough(await link());
  assert.equal(status, 200);
  assert.match(text, /GitHub is connected/);
  const installation = (await find('github'))?.installation;
  assert.equal(installation?.state, 'connected');
  assert.equal(installation?.auth_method, 'oauth');
  assert.deepEqual(installation?.scopes, ['repo', 'read:user']);
  const row = db.get<{ credential: string }>('SELECT credential FROM data_installations WHERE id = :id', {
    id: installation?.id,
  });
  assert.ok(row && !row.credential.includes('local_access_'));
});

test('has an event when an account is connected, denied, and disconnected, without its tokens', async () => {
  const { link, find, options, person, organization } = await member();
  const events = await eventsOf(harness, async () => {
    await goThrough(await link(), 'deny');
    await goThrough(await link());
    const id = (await find('github'))?.installation?.id ?? '';
    await deleteDataInstallation(id, options);
  });
  assert.deepEqual(names(events), [
    'pipes.connected_account.connection_failed',
    'pipes.connected_account.connected',
    'pipes.connected_account.disconnected',
  ]);
  assert.partialDeepStrictEqual(events[0]?.data, { provider_slug: 'github', error_code: 'access_denied' });
  assert.partialDeepStrictEqual(events[1]?.data, {
    user_id: person.id,
    organization_id: organization.id,
    scopes: ['repo', 'read:user'],
    state: 'connected',
  });
  assert.doesNotMatch(JSON.stringify(events), /local_access_|credential|verifier/);
});

test('connects nothing after a denial, and allows another attempt', async () => {
  const { link, find } = await member();
  const { status, text } = await goThrough(await link(), 'deny');
  assert.equal(status, 200);
  assert.match(text, /GitHub is not connected.*You denied access/);
  assert.equal((await find('github'))?.installation, null);
  await goThrough(await link());
  assert.equal((await find('github'))?.installation?.state, 'connected');
});

test('the consent page shows the app, the scopes, and the config values', async () => {
  const { link } = await member();
  const { consentUrl } = await goToConsent(await link('zendesk', { subdomain: 'acme' }));
  const { text } = await open(consentUrl);
  assert.match(text, /Let Local WorkOS use your Zendesk account\?/);
  for (const shown of ['zendesk-app', 'subdomain acme', 'tickets:read', 'users:read', 'Allow', 'Deny']) {
    assert.ok(text.includes(shown), `${shown} in ${text}`);
  }
});

test('lets a person grant fewer scopes than requested', async () => {
  const { link, find } = await member();
  await goThrough(await link(), 'allow', ['repo']);
  assert.deepEqual((await find('github'))?.installation?.scopes, ['repo']);
});

test('lets only the requesting window continue, with both tokens', async () => {
  const { link } = await member();
  const { url, redirectToken = '', handoffToken = '' } = await link();
  const waiting = await open(url);
  assert.equal(waiting.status, 200);
  assert.match(waiting.text, /Connecting to GitHub.*Waiting for the app/);
  for (const form of [
    {},
    { confirmed: 'yes' },
    { redirect_token: redirectToken },
    { redirect_token: redirectToken, handoff_token: 'wrong' },
    { redirect_token: 'wrong', handoff_token: handoffToken },
  ]) {
    const { status, text } = await send(url, form as Record<string, string>);
    assert.equal(status, 400);
    assert.match(text, /Open this from the app/);
  }
  await goToConsent({ url, redirectToken, handoffToken });
});

test("accepts the provider's response once, in the same browser, with its state", async () => {
  const { link, find } = await member();
  const { consentUrl, cookie } = await goToConsent(await link());
  const callback = await answerConsent(consentUrl, 'allow');
  const wrongState = callback.replace(/state=[^&]*/, 'state=guessed');
  const wrongPath = callback.replace(/dik_\w+/, 'dik_other');
  for (const [address, withCookie] of [
    [callback, ''],
    [callback, `${cookie}x`],
    [wrongState, cookie],
    [wrongPath, cookie],
  ] as const) {
    const { status, text } = await open(address, { headers: { cookie: withCookie } });
    assert.equal(status, 400);
    assert.match(text, /This link cannot be used/);
  }
  assert.equal((await find('github'))?.installation, null);
  assert.match((await open(callback, { headers: { cookie } })).text, /GitHub is connected/);
  assert.match((await open(callback, { headers: { cookie } })).text, /This link cannot be used/);
});

test('reports a used or expired link', async () => {
  const { link } = await member();
  const [used, old] = [await link(), await link()];
  await goThrough(used);
  assert.equal((await open(used.url)).status, 400);
  assert.equal((await send(used.url, {})).status, 400);
  const { consentUrl, cookie } = await goToConsent(old);
  harness.advance(601);
  assert.match((await open(old.url)).text, /This link cannot be used/);
  const callback = await answerConsent(consentUrl, 'allow');
  assert.match((await open(callback, { headers: { cookie } })).text, /This link cannot be used/);
  assert.equal((await open(`${harness.origin}/data-integrations/none/authorize-redirect`)).status, 400);
});

test('the provider checks the app, the redirect URI, the state and the challenge', async () => {
  const { link } = await member();
  const { consentUrl } = await goToConsent(await link());
  const change = (name: string, value: string | undefined) => {
    const url = new URL(consentUrl);
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    return url.toString();
  };
  assert.match((await open(change('client_id', 'gitlab-app'))).text, /does not recognize this app/);
  assert.match(
    (await open(change('redirect_uri', 'https://evil.example'))).text,
    /redirect URI is not registered/,
  );
  assert.equal((await send(change('redirect_uri', 'https://evil.example'), { answer: 'allow' })).status, 400);
  for (const address of [
    change('response_type', 'token'),
    change('code_challenge', undefined),
    change('code_challenge', 'short'),
    change('code_challenge_method', 'plain'),
    change('state', undefined),
  ]) {
    const { location = '' } = await open(address);
    assert.equal(new URL(location).searchParams.get('error'), 'invalid_request', address);
  }
});

test('the token endpoint checks client, code and verifier; a code works once', async () => {
  const { link } = await member();
  const { consentUrl } = await goToConsent(await link());
  const parameters = new URL(consentUrl).searchParams;
  const code = new URL(await answerConsent(consentUrl, 'allow')).searchParams.get('code') ?? '';
  const exchange = async (changes: Record<string, string>) => {
    const form = {
      grant_type: 'authorization_code',
      client_id: parameters.get('client_id') ?? '',
      client_secret: `secret-for-${parameters.get('client_id')}`,
      redirect_uri: parameters.get('redirect_uri') ?? '',
      code,
      code_verifier: 'not the verifier',
      ...changes,
    };
    const response = await fetch(`${harness.origin}/providers/github/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return [response.status, ((await response.json()) as { error?: string }).error];
  };
  assert.deepEqual(await exchange({ client_secret: 'wrong' }), [401, 'invalid_client']);
  assert.deepEqual(await exchange({ client_id: 'other-app' }), [401, 'invalid_client']);
  assert.deepEqual(await exchange({ grant_type: 'password' }), [400, 'unsupported_grant_type']);
  assert.deepEqual(await exchange({ grant_type: 'constructor' }), [400, 'unsupported_grant_type']);
  assert.deepEqual(await exchange({ code: 'unknown' }), [400, 'invalid_grant']);
  assert.deepEqual(await exchange({}), [400, 'invalid_grant'], 'a wrong verifier uses up the code');
  const refresh = { grant_type: 'refresh_token', refresh_token: 'unknown' };
  assert.deepEqual(await exchange(refresh), [400, 'invalid_grant']);
});

test('reports a wrong secret of the organization’s OAuth app at the code exchange', async () => {
  const { organization, link, find } = await member();
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  const app = { client_id: 'slack-ours', client_secret: 'mistyped' };
  await upsertDataIntegrationConfiguration('slack', app, admin);
  const { status, text } = await goThrough(await link('slack'));
  assert.equal(status, 400);
  assert.match(text, /Slack could not be connected/);
  assert.equal((await find('slack'))?.installation, null);

  await upsertDataIntegrationConfiguration('slack', { client_secret: 'secret-for-slack-ours' }, admin);
  assert.match((await goThrough(await link('slack'))).text, /Slack is connected/);
});

test('reauthorizes a revoked grant and keeps the account', async () => {
  const { link, find } = await member();
  await goThrough(await link());
  const { id } = (await find('github'))?.installation ?? { id: '' };
  await revokeAccess(harness, id);
  assert.equal((await find('github'))?.installation?.state, 'needs_reauthorization');
  await goThrough(await link());
  const installation = (await find('github'))?.installation;
  assert.equal(installation?.id, id);
  assert.equal(installation?.state, 'connected');
});

test('applies changes made while a person is at the provider', async () => {
  const turnedOff = await member();
  const admin = await pipesAdminOf(harness, turnedOff.organization.id, turnedOff.organization.adminId);
  const first = await turnedOff.link();
  const { consentUrl, cookie } = await goToConsent(await turnedOff.link());
  await upsertDataIntegrationConfiguration('github', { enabled: false }, admin);
  const callback = await answerConsent(consentUrl, 'allow');
  assert.match((await open(callback, { headers: { cookie } })).text, /GitHub could not be connected/);
  const { redirectToken = '', handoffToken = '' } = first;
  const late = await send(first.url, { redirect_token: redirectToken, handoff_token: handoffToken });
  assert.deepEqual([late.status, /GitHub could not be connected/.test(late.text)], [400, true]);

  const removed = await member();
  const way = await goToConsent(await removed.link());
  await removeFrom(removed.person.id);
  const back = await answerConsent(way.consentUrl, 'allow');
  assert.match((await open(back, { headers: { cookie: way.cookie } })).text, /could not be connected/);

  const otherWay = await member();
  const linear = await goToConsent(await otherWay.link('linear'));
  await upsertDataIntegrationApiKey('linear', { secret: 'linear_12345678' }, otherWay.options);
  const answered = await answerConsent(linear.consentUrl, 'allow');
  assert.match((await open(answered, { headers: { cookie: linear.cookie } })).text, /could not be connected/);
  assert.equal((await otherWay.find('linear'))?.installation?.auth_method, 'api_key');
});

test('applies changes made while a provider checks a key', async () => {
  const { faultHooks } = harness.server.local;
  /** Runs an action while the provider is still responding. */
  const meanwhile = async (pending: () => Promise<{ status: number }>, happens: () => Promise<unknown>) => {
    faultHooks.add({ path: '/providers/linear/me', delay: 1000, count: 1 });
    const call = pending();
    while (faultHooks.list().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await happens();
    return (await call).status;
  };
  const key = { secret: 'linear_12345678' };

  const twice = await member();
  const status = await meanwhile(
    () => upsertDataIntegrationApiKey('linear', key, twice.options),
    async () => goThrough(await twice.link('linear')),
  );
  assert.equal(status, 409);
  assert.equal((await twice.find('linear'))?.installation?.auth_method, 'oauth');

  const removed = await member();
  const afterwards = await meanwhile(
    () => upsertDataIntegrationApiKey('linear', key, removed.options),
    () => removeFrom(removed.person.id),
  );
  assert.equal(afterwards, 403);
  const { userManagement } = harness.workos;
  await userManagement.createOrganizationMembership({
    userId: removed.person.id,
    organizationId: removed.organization.id,
  });
  assert.equal((await removed.find('linear'))?.installation, null);
});

test('deletes the tokens on disconnect', async () => {
  const { link, find, options } = await member();
  await goThrough(await link());
  const { id } = (await find('github'))?.installation ?? { id: '' };
  assert.equal((await deleteDataInstallation(id, options)).status, 200);
  assert.equal(db.get('SELECT 1 FROM data_installations WHERE id = :id', { id }), undefined);
});

test('lets an admin connect for everyone, with the widget’s token or a confirmation', async () => {
  const organization = await createOrganization(harness);
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  const link = async () => {
    const response = await authorizeOrganizationDataIntegration('github', {}, admin);
    assert.ok(response.status === 200);
    assert.equal(response.data.handoffToken, undefined);
    return response.data;
  };
  assert.match((await goThrough(await link())).text, /GitHub is connected/);
  const { url } = await link();
  assert.match((await open(url)).text, /Connect GitHub\?.*shared with everyone in Organization/);
  assert.equal((await send(url, {})).status, 400);
  assert.equal((await send(url, { confirmed: 'yes' })).status, 303);
});

test('stops a former admin from connecting for everyone', async () => {
  const organization = await createOrganization(harness);
  const other = await createMember(harness, organization.id, 'admin');
  const response = await authorizeOrganizationDataIntegration(
    'github',
    {},
    await pipesAdminOf(harness, organization.id, other.id),
  );
  assert.ok(response.status === 200);
  const { consentUrl, cookie } = await goToConsent(response.data);
  const { userManagement } = harness.workos;
  const { data } = await userManagement.listOrganizationMemberships({ userId: other.id });
  await userManagement.updateOrganizationMembership(data[0]?.id ?? '', { roleSlug: 'member' });
  const callback = await answerConsent(consentUrl, 'allow');
  assert.match((await open(callback, { headers: { cookie } })).text, /could not be connected/);
  const admin = await pipesAdminOf(harness, organization.id, organization.adminId);
  const shared = await organizationDataIntegrations(admin);
  assert.ok(shared.status === 200);
  const github = shared.data.data.find(({ slug }) => slug === 'github');
  assert.deepEqual(github?.installation, null);
});

test('serves the window that the widget opens first', async () => {
  const { status, text } = await open(`${harness.origin}/pipes/redirecting`);
  assert.equal(status, 200);
  assert.match(text, /Taking you to the provider/);
});
