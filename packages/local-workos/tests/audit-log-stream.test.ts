import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { type AuditLogStreamJSON, getAuditLogStream } from '@workos-inc/widgets/experimental/api/fetch';
import { decodeTime } from 'ulid';
import { API_KEY } from '../src/http/options.ts';
import {
  configureStream,
  createAuditLogStream,
  findAuditLogStream,
  recordDelivery,
} from '../src/store/audit-log-streams.ts';
import { exportedRows, newEvent, serialized } from './audit-logs.ts';
import type { Browser, Page } from './browser.ts';
import {
  ACME,
  answer,
  authorized,
  createOrganization,
  type Harness,
  MARCELINA,
  startHarness,
  USERS_TABLE,
  widgetToken,
} from './harness.ts';
import { openPortal } from './portal.ts';
import { dataFolder } from './program.ts';

const STREAMING = 'widgets:audit-log-streaming:manage';
const PATH = '/portal/audit-log-stream';
const SIGNING_SECRET = 'a secret of sixteen and more';

const harness = await startHarness();
const startedAt = Date.now();

/** Valid settings of each destination. The secrets among them must never be shown again. */
const SETTINGS = {
  Datadog: { site: 'datadoghq.eu', api_key: '0123456789abcdef0123456789abcdef' },
  Splunk: { url: 'https://hec.example.com/collector', token: 'b6c4d1f0-2f0a-4a57-9d0e-2c5d3c1e7a11' },
  S3: { bucket: 'acme-logs', region: 'eu-central-1', role_arn: 'arn:aws:iam::123456789012:role/logs' },
  GoogleCloudStorage: { bucket: 'acme-logs', access_id: 'GOOG1EABC', secret: 'gcs-hmac-secret' },
  GenericHttps: {
    url: 'https://logs.example.com/in',
    authorization: 'Bearer logs-token',
    signing_secret: SIGNING_SECRET,
  },
  AzureSentinel: {
    endpoint: 'https://acme.ingest.monitor.azure.com',
    rule_id: 'dcr-0123456789abcdef0123456789abcdef',
    stream_name: 'Custom-AuditLogs',
    tenant_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    client_id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    client_secret: 'azure-client-secret',
  },
  Snowflake: {
    account: 'acme-eu1',
    user: 'WORKOS',
    warehouse: 'LOGS',
    database: 'AUDIT',
    schema: 'PUBLIC',
    token: 'snowflake-access-token',
  },
} as const;

const SECRETS = ['api_key', 'token', 'secret', 'authorization', 'signing_secret', 'client_secret'];

test('returns an empty object for an organization without a stream', async () => {
  const { id, token } = await newOrganization();
  const response = await getAuditLogStream(authorized(harness, token));
  assert.equal(response.status, 200);
  assert.deepEqual(response.data, {});
  assert.deepEqual(await configuration(id), {
    status: 200,
    body: { organization_id: id, retention_period_in_days: 30, state: 'active' },
  });
});

test('seeds an active stream', async () => {
  const stream = await streamOf(await widgetToken(harness, ACME, MARCELINA, [STREAMING]));
  assert.equal(stream.state, 'Active');
  assert.equal(stream.type, 'GoogleCloudStorage');
  const age = startedAt - decodeTime(stream.lastSyncedEventId ?? '');
  assert.ok(age > 11 * 60_000 && age < 13 * 60_000);
});

for (const [type, settings] of Object.entries(SETTINGS)) {
  test(`${type}: sets up a stream, shows every outcome, changes its settings, and deletes it`, async () => {
    const { id, token } = await newOrganization();
    const { browser, page } = await openPortal(harness, id, 'log_streams');
    assert.match(page.text, /Set up a log stream/);
    let current = await act(browser, page, 'choose', { type });
    const chosen = await streamOf(token);
    assert.match(chosen.id, /^als_/);
    assert.equal(chosen.type, type);
    assert.equal(chosen.state, 'Inactive');
    assert.equal(chosen.lastSyncedEventId, null);
    assert.ok(!current.text.includes('Send test event'), 'there is no endpoint yet');
    await act(browser, current, 'test', { outcome: 'accepts' }, 'Save');
    assert.equal((await streamOf(token)).state, 'Inactive');

    current = await act(browser, current, 'save', settings, 'Save');
    assert.match(current.text, /Saved/);
    expectNoSecrets(current, settings);
    assert.equal((await streamOf(token)).state, 'Inactive');

    current = await act(browser, current, 'test', { outcome: 'accepts' });
    assert.match(current.text, /was delivered/);
    const active = await streamOf(token);
    assert.equal(active.state, 'Active');
    assert.equal(active.errorMessage, null);
    assert.ok(Date.now() - decodeTime(active.lastSyncedEventId ?? '') < 60_000);

    current = await act(browser, current, 'test', { outcome: 'refuses' });
    assert.match(current.alert, /rejected the credentials/);
    const invalid = await streamOf(token);
    assert.equal(invalid.state, 'Invalid');
    assert.equal(invalid.errorMessage, current.alert);
    assert.equal(invalid.lastSyncedEventId, active.lastSyncedEventId);

    await act(browser, current, 'test', { outcome: 'silent' });
    const failing = await streamOf(token);
    assert.equal(failing.state, 'Error');
    assert.match(failing.errorMessage ?? '', /did not respond/);
    await expectPublished(id, failing);

    // Empty secrets are kept. Saved settings need a new test event.
    const shown = Object.fromEntries(Object.entries(settings).filter(([name]) => !SECRETS.includes(name)));
    current = await act(browser, current, 'save', { ...shown, ...emptySecrets(settings) }, 'Save');
    assert.equal(current.status, 200, current.alert);
    const saved = await streamOf(token);
    assert.equal(saved.state, 'Inactive');
    assert.equal(saved.errorMessage, null);
    assert.equal(saved.id, chosen.id);

    current = await act(browser, current, 'remove', {}, 'Delete');
    assert.match(current.text, /Set up a log stream/);
    assert.deepEqual((await getAuditLogStream(authorized(harness, token))).data, {});
  });

  test(`${type}: reports missing and invalid settings, and changes nothing`, async () => {
    const { id, token } = await newOrganization();
    const { browser, page } = await openPortal(harness, id, 'log_streams');
    const chosen = await act(browser, page, 'choose', { type });
    for (const name of Object.keys(settings)) {
      if (name === 'authorization') continue;
      const missing = await act(browser, chosen, 'save', { ...settings, [name]: '' }, 'Save');
      assert.equal(missing.status, 422, name);
      assert.match(missing.alert, /^(Enter the|Choose)/, name);
      expectNoSecrets(missing, settings);
      const long = await act(browser, chosen, 'save', { ...settings, [name]: 'x y'.repeat(2000) }, 'Save');
      assert.equal(long.status, 422, name);
    }
    const typed = Object.entries(settings).find(([name]) => !SECRETS.includes(name) && name !== 'site');
    if (typed) {
      const [name, value] = typed;
      const last = Object.keys(settings).at(-1) ?? '';
      const kept = await act(browser, chosen, 'save', { [name]: value, [last]: '' }, 'Save');
      assert.ok(kept.html.includes(`value="${value}"`), 'the input is kept');
    }
    assert.equal((await streamOf(token)).state, 'Inactive');
    const row = harness.server.local.db.get(
      'SELECT settings, secrets FROM audit_log_streams WHERE id = :id',
      {
        id: (await streamOf(token)).id,
      },
    );
    assert.deepEqual({ ...(row as object) }, { settings: '{}', secrets: null });
  });
}

test('rejects an unknown destination, and ignores a second choice', async () => {
  const { id, token } = await newOrganization();
  const { browser, page } = await openPortal(harness, id, 'log_streams');
  const wrong = await act(browser, page, 'choose', { type: 'constructor' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.alert, /Choose a destination/);
  for (const action of ['save', 'test', 'remove', 'toString', '']) {
    assert.match((await act(browser, page, action, {}, 'Continue')).text, /Set up a log stream/);
  }
  await act(browser, page, 'choose', { type: 'Splunk' });
  await act(browser, page, 'choose', { type: 'Datadog' });
  assert.equal((await streamOf(token)).type, 'Splunk');
});

test('checks the format of each setting', async () => {
  const wrong: [type: keyof typeof SETTINGS, settings: Record<string, string>, message: RegExp][] = [
    ['Datadog', { site: 'example.com' }, /Choose a site/],
    ['Datadog', { api_key: 'short' }, /32 hexadecimal/],
    ['Splunk', { url: 'http://hec.example.com' }, /https/],
    ['Splunk', { url: 'javascript:alert(1)' }, /https/],
    ['S3', { role_arn: 'arn:aws:s3:::bucket' }, /arn:aws:iam/],
    ['S3', { bucket: 'Upper Case' }, /lowercase/],
    ['GenericHttps', { url: 'https://user:password@logs.example.com' }, /without credentials/],
    ['GenericHttps', { url: 'http://localhost.example.com/' }, /https/],
    ['GenericHttps', { signing_secret: 'short' }, /16 characters/],
    ['GenericHttps', { authorization: 'Bearer ☃' }, /ASCII/],
    ['AzureSentinel', { tenant_id: 'common' }, /0000/],
  ];
  const pages = new Map<string, { browser: Browser; page: Page }>();
  for (const [type, mistake, message] of wrong) {
    if (!pages.has(type)) {
      const { id } = await newOrganization();
      const { browser, page } = await openPortal(harness, id, 'log_streams');
      pages.set(type, { browser, page: await act(browser, page, 'choose', { type }) });
    }
    const { browser, page } = pages.get(type) ?? assert.fail();
    const answered = await act(browser, page, 'save', { ...SETTINGS[type], ...mistake }, 'Save');
    assert.equal(answered.status, 422);
    assert.match(answered.alert, message);
  }
});

test('encrypts secrets at rest', async () => {
  const { id } = await newOrganization();
  const { browser, page } = await openPortal(harness, id, 'log_streams');
  const chosen = await act(browser, page, 'choose', { type: 'Snowflake' });
  await act(browser, chosen, 'save', SETTINGS.Snowflake, 'Save');
  const rows = JSON.stringify(harness.server.local.db.all('SELECT * FROM audit_log_streams'));
  assert.ok(rows.includes('WORKOS'));
  assert.ok(!rows.includes(SETTINGS.Snowflake.token));
});

test('sends a signed test event to an endpoint on this machine', async () => {
  const endpoint = await startEndpoint();
  const { id, token, browser, page } = await genericStream(endpoint.url);
  assert.match(page.text, /actually sent/);
  const sent = await act(browser, page, 'test');
  assert.match(sent.text, /was delivered/);

  const [request, ...more] = endpoint.requests;
  assert.ok(request);
  assert.equal(more.length, 0);
  assert.equal(request.headers['content-type'], 'application/json');
  assert.equal(request.headers.authorization, 'Bearer logs-token');
  // The SDK's webhook check accepts the signature, but not with another secret.
  const check = { payload: request.body, sigHeader: String(request.headers['workos-signature']) };
  assert.ok(await harness.workos.webhooks.verifyHeader({ ...check, secret: SIGNING_SECRET }));
  await assert.rejects(harness.workos.webhooks.verifyHeader({ ...check, secret: 'another' }));

  const event = JSON.parse(request.body);
  const stream = await streamOf(token);
  assert.equal(stream.state, 'Active');
  assert.equal(stream.lastSyncedEventId, event.id);
  assert.equal(event.organization_id, id);
  assert.equal(event.action, 'audit_log_stream.tested');
  assert.deepEqual(event.targets, [{ id: stream.id, type: 'audit_log_stream' }]);
});

test("shows the endpoint's response as the state of the stream", async () => {
  const endpoint = await startEndpoint();
  const { token, browser, page } = await genericStream(endpoint.url);
  const cases: [status: number, state: string, message: RegExp][] = [
    [401, 'Invalid', /^The endpoint returned 401 Unauthorized/],
    [403, 'Invalid', /403 Forbidden/],
    [500, 'Error', /500 Internal Server Error/],
    [302, 'Error', /302 Found/],
  ];
  for (const [status, state, message] of cases) {
    endpoint.answer(status);
    assert.match((await act(browser, page, 'test')).alert, message);
    const stream = await streamOf(token);
    assert.equal(stream.state, state);
    assert.match(stream.errorMessage ?? '', message);
    assert.equal(stream.lastSyncedEventId, null);
  }
  assert.equal(endpoint.requests.length, cases.length, 'a redirect is not followed');
  endpoint.answer(204);
  await act(browser, page, 'test');
  assert.equal((await streamOf(token)).state, 'Active');

  await endpoint.close();
  assert.match((await act(browser, page, 'test')).alert, /ECONNREFUSED/);
  assert.equal((await streamOf(token)).state, 'Error');
});

test('a simulated destination takes real events while it is active', async () => {
  const { id, token } = await newOrganization();
  await log(id, 'before.stream');
  const { browser, page } = await openPortal(harness, id, 'log_streams');
  const chosen = await act(browser, page, 'choose', { type: 'Datadog' });
  const saved = await act(browser, chosen, 'save', SETTINGS.Datadog, 'Save');
  const synced = async () => (await streamOf(token)).lastSyncedEventId;
  await log(id, 'set.up');
  assert.equal(await synced(), null, 'nothing is sent before a test event arrived');

  // The event that waited comes after the test event, and the one from before the stream never.
  let current = await act(browser, saved, 'test', { outcome: 'accepts' });
  assert.equal(await synced(), await idOf(id, 'set.up'));
  await log(id, 'while.active');
  assert.equal(await synced(), await idOf(id, 'while.active'));
  await expectPublished(id, await streamOf(token));

  for (const [outcome, state] of [
    ['silent', 'Error'],
    ['refuses', 'Invalid'],
  ] as const) {
    const last = await synced();
    current = await act(browser, current, 'test', { outcome });
    await log(id, `while.${outcome}`);
    const { lastSyncedEventId, state: now } = await streamOf(token);
    assert.deepEqual([lastSyncedEventId, now], [last, state]);
    current = await act(browser, current, 'test', { outcome: 'accepts' });
    assert.equal(await synced(), await idOf(id, `while.${outcome}`));
  }
});

test('the seeded stream follows the events of its organization', async () => {
  const own = await startHarness();
  const token = await widgetToken(own, ACME, MARCELINA, [STREAMING]);
  const other = await createOrganization(own);
  const synced = async () => {
    const { data } = await getAuditLogStream(authorized(own, token));
    return (data as AuditLogStreamJSON).lastSyncedEventId;
  };
  const before = await synced();
  await own.workos.auditLogs.createEvent(other.id, newEvent());
  assert.equal(await synced(), before);
  await own.workos.auditLogs.createEvent(ACME, newEvent());
  assert.equal(await synced(), (await exportedRows(own, ACME)).at(-1)?.id);
});

test('sends real events in order to an endpoint on this machine, and again those that failed', async () => {
  const endpoint = await startEndpoint();
  const { id, token, browser, page } = await genericStream(endpoint.url);
  const sent = () => endpoint.requests.map(({ body }) => JSON.parse(body).action);
  await log(id, 'one');
  assert.deepEqual(sent(), [], 'the settings are not proven yet');

  await act(browser, page, 'test');
  for (const action of ['two', 'three']) await log(id, action);
  const delivered = ['audit_log_stream.tested', 'one', 'two', 'three'];
  await until(() => endpoint.requests.length >= 4);
  assert.deepEqual(sent(), delivered);
  await untilSynced(token, id, 'three');

  endpoint.answer(500);
  await log(id, 'four');
  await untilState(token, 'Error');
  endpoint.answer(200);
  await log(id, 'five');
  delivered.push('four', 'four', 'five');
  await untilSynced(token, id, 'five');
  assert.deepEqual(sent(), delivered);
  await untilState(token, 'Active');

  // An endpoint that has refused is asked again after a test event only.
  endpoint.answer(401);
  await log(id, 'six');
  await untilState(token, 'Invalid');
  endpoint.answer(200);
  await log(id, 'seven');
  assert.deepEqual(sent(), [...delivered, 'six']);
  await act(browser, page, 'test');
  await untilSynced(token, id, 'seven');
  assert.deepEqual(sent(), [...delivered, 'six', 'audit_log_stream.tested', 'six', 'seven']);
});

test('signs a real event, and sends it as it was logged', async () => {
  const endpoint = await startEndpoint();
  const { id, browser, page } = await genericStream(endpoint.url);
  await act(browser, page, 'test');
  const event = newEvent({ metadata: { successful: true } });
  await harness.workos.auditLogs.createEvent(id, event);
  await until(() => endpoint.requests.length >= 2);
  const [, request] = endpoint.requests;
  const check = { payload: request?.body ?? '', sigHeader: String(request?.headers['workos-signature']) };
  assert.ok(await harness.workos.webhooks.verifyHeader({ ...check, secret: SIGNING_SECRET }));
  const { id: eventId, ...body } = JSON.parse(check.payload);
  assert.equal(eventId, await idOf(id, event.action));
  assert.deepEqual(body, { ...serialized(event), organization_id: id, version: 1 });
});

test('answers the app before the endpoint has answered', async () => {
  const endpoint = await startEndpoint();
  const { id, token, browser, page } = await genericStream(endpoint.url);
  await act(browser, page, 'test');
  const before = (await streamOf(token)).lastSyncedEventId;
  const release = endpoint.hold();
  await log(id, 'held');
  await log(id, 'behind');
  await until(() => endpoint.requests.length === 2);
  assert.equal((await streamOf(token)).lastSyncedEventId, before);
  release();
  await untilSynced(token, id, 'behind');
});

test('an event that was on its way says nothing about settings that were saved meanwhile', async () => {
  const [slow, next] = [await startEndpoint(), await startEndpoint()];
  const { id, token, browser, page } = await genericStream(slow.url);
  await act(browser, page, 'test');
  const release = slow.hold();
  await log(id, 'held');
  await until(() => slow.requests.length === 2);
  await act(browser, page, 'save', { ...SETTINGS.GenericHttps, url: next.url }, 'Save');
  release();
  await slow.close();
  assert.equal((await streamOf(token)).state, 'Inactive');
  await act(browser, page, 'test');
  await untilSynced(token, id, 'held');
  assert.equal(next.requests.length, 2);
});

test('a test event that was on its way says nothing about settings that were saved meanwhile', async () => {
  const [slow, next] = [await startEndpoint(), await startEndpoint()];
  const { token, browser, page } = await genericStream(slow.url);
  const release = slow.hold();
  const tested = act(browser, page, 'test');
  await until(() => slow.requests.length === 1);
  await act(browser, page, 'save', { ...SETTINGS.GenericHttps, url: next.url }, 'Save');
  release();
  assert.doesNotMatch((await tested).text, /was delivered/);
  const { state, lastSyncedEventId } = await streamOf(token);
  assert.deepEqual({ state, lastSyncedEventId }, { state: 'Inactive', lastSyncedEventId: null });
});

test('a test event that was on its way says nothing about a stream that was deleted meanwhile', async () => {
  const endpoint = await startEndpoint();
  const { id, token, browser, page } = await genericStream(endpoint.url);
  const release = endpoint.hold();
  const tested = act(browser, page, 'test');
  await until(() => endpoint.requests.length === 1);
  const own = await openPortal(harness, id, 'log_streams');
  await act(own.browser, own.page, 'remove', {}, 'Delete');
  release();
  assert.match((await tested).text, /Set up a log stream/);
  assert.deepEqual((await getAuditLogStream(authorized(harness, token))).data, {});
});

test('goes on after a restart, and sends an event once if its answer could not be recorded at first', async () => {
  const data = dataFolder();
  const endpoint = await startEndpoint();
  const sent = () => endpoint.requests.map(({ body }) => JSON.parse(body).action);
  const first = await startHarness({ data });
  const id = await organizationWithStream(first, endpoint.url);
  const other = await organizationWithStream(first, endpoint.url);
  const release = endpoint.hold();
  await first.workos.auditLogs.createEvent(id, newEvent({ action: 'cut.off' }));
  await until(() => endpoint.requests.length === 1);
  await first.server.close();
  release();

  const second = await startHarness({ data });
  const positionOf = (organizationId: string) =>
    findAuditLogStream(second.server.local.db, organizationId)?.delivered_position ?? 0;
  await second.workos.auditLogs.createEvent(other, newEvent({ action: 'later' }));
  await until(() => positionOf(other) > 0);
  assert.deepEqual(sent(), ['cut.off', 'cut.off', 'later']);
  await until(() => positionOf(id) > 0);
  const before = positionOf(id);

  const lock = new DatabaseSync(join(data, 'workos.db'));
  const releaseNext = endpoint.hold();
  await second.workos.auditLogs.createEvent(id, newEvent({ action: 'unrecorded' }));
  await until(() => endpoint.requests.length === 4);
  lock.exec('BEGIN IMMEDIATE');
  releaseNext();
  // As long as a person may look at the data in another program.
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(positionOf(id), before);
  lock.exec('ROLLBACK');
  lock.close();
  await second.workos.auditLogs.createEvent(id, newEvent({ action: 'next' }));
  await until(() => endpoint.requests.length >= 5);
  assert.deepEqual(sent().slice(3), ['unrecorded', 'next']);
});

test('requires a valid token with the permission', async () => {
  const { id, adminId } = await newOrganization();
  const usersOnly = await widgetToken(harness, id, adminId, [USERS_TABLE]);
  for (const token of [undefined, 'nonsense', usersOnly]) {
    assert.equal((await getAuditLogStream(authorized(harness, token))).status, 403);
  }
  const own = await startHarness();
  const expired = await widgetToken(own, ACME, MARCELINA, [STREAMING]);
  own.advance(3601);
  assert.equal((await getAuditLogStream(authorized(own, expired))).status, 403);
});

test('isolates streams by organization and by portal intent', async () => {
  const first = await genericStream('https://logs.example.com');
  const second = await newOrganization();
  assert.deepEqual((await getAuditLogStream(authorized(harness, second.token))).data, {});
  const { browser } = await openPortal(harness, first.id, 'dsync');
  assert.match((await browser.open(PATH)).text, /session has ended/);
  const none = await harness.request('/organizations/org_none/audit_log_configuration', {
    headers: { Authorization: `Bearer ${API_KEY}` },
  });
  assert.equal(none.status, 404);
});

async function newOrganization() {
  const organization = await createOrganization(harness);
  const token = await widgetToken(harness, organization.id, organization.adminId, [STREAMING]);
  return { ...organization, token };
}

/** An organization with a stream to an HTTPS endpoint that is active. */
async function organizationWithStream(own: Harness, url: string): Promise<string> {
  const { db } = own.server.local;
  const { id } = await createOrganization(own);
  const stream = createAuditLogStream(db, id, 'GenericHttps');
  configureStream(db, stream.id, { url }, { signing_secret: SIGNING_SECRET });
  recordDelivery(db, stream.id, { state: 'Active' });
  return id;
}

/** An organization with a stream to an HTTPS endpoint, saved and not tested. */
async function genericStream(url: string) {
  const organization = await newOrganization();
  const { browser, page } = await openPortal(harness, organization.id, 'log_streams');
  const chosen = await act(browser, page, 'choose', { type: 'GenericHttps' });
  const saved = await act(browser, chosen, 'save', { ...SETTINGS.GenericHttps, url }, 'Save');
  assert.equal(saved.status, 200, saved.alert);
  return { ...organization, browser, page: saved };
}

function act(browser: Browser, page: Page, action: string, fields = {}, containing = ''): Promise<Page> {
  return browser.submit(page, PATH, { action, ...fields }, containing || BUTTONS[action] || '');
}

const BUTTONS: Record<string, string> = { test: 'Send test event' };

async function streamOf(token: string): Promise<AuditLogStreamJSON> {
  const response = await getAuditLogStream(authorized(harness, token));
  assert.equal(response.status, 200);
  assert.ok('id' in response.data, 'there is no stream');
  return response.data as AuditLogStreamJSON;
}

async function configuration(organizationId: string) {
  const headers = { Authorization: `Bearer ${API_KEY}` };
  return answer(
    await harness.request(`/organizations/${organizationId}/audit_log_configuration`, { headers }),
  );
}

/** The public API returns the same stream. */
async function expectPublished(organizationId: string, stream: AuditLogStreamJSON): Promise<void> {
  const { body } = await configuration(organizationId);
  const published = (body as { log_stream?: Record<string, unknown> }).log_stream;
  assert.equal(published?.id, stream.id);
  assert.equal(published?.type, stream.type);
  assert.equal(published?.state, stream.state.toLowerCase());
  assert.equal(Date.parse(String(published?.last_synced_at)), decodeTime(stream.lastSyncedEventId ?? ''));
}

function expectNoSecrets(page: Page, settings: Record<string, string>): void {
  for (const name of SECRETS) {
    const value = settings[name];
    assert.ok(!value || !page.html.includes(value), `${name} is shown`);
  }
}

function emptySecrets(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(SECRETS.filter((name) => name in settings).map((name) => [name, '']));
}

function log(organizationId: string, action: string): Promise<void> {
  return harness.workos.auditLogs.createEvent(organizationId, newEvent({ action }));
}

/** The ID of an organization's event, as its export has it. */
async function idOf(organizationId: string, action: string): Promise<string> {
  const [row] = await exportedRows(harness, organizationId, { actions: [action] });
  return row?.id ?? assert.fail(action);
}

/** Waits for what happens in the background. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function untilSynced(token: string, organizationId: string, action: string): Promise<void> {
  const id = await idOf(organizationId, action);
  await until(async () => (await streamOf(token)).lastSyncedEventId === id);
}

async function untilState(token: string, state: string): Promise<void> {
  await until(async () => (await streamOf(token)).state === state);
}

/** A log endpoint on this machine. */
async function startEndpoint() {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
  let status = 200;
  let held: Promise<void> | undefined;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    requests.push({ headers: request.headers, body });
    await held;
    response.writeHead(status, status === 302 ? { Location: '/elsewhere' } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  after(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/logs`,
    requests,
    /** Answers nothing until the function that it returns is called. */
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = undefined;
        resolve();
      };
    },
    answer: (next: number) => {
      status = next;
    },
    close: () => {
      server.closeAllConnections();
      return close();
    },
  };
}
