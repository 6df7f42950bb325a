import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listSsoConnections } from '@workos-inc/widgets/experimental/api/fetch';
import { CONNECTION_TYPES, isConnectionType } from '../src/store/connection-types.ts';
import { eventsOf, names } from './event-list.ts';
import {
  ACME,
  authorized,
  type CallOptions,
  createMember,
  createOrganization,
  MARCELINA,
  startHarness,
  widgetToken,
} from './harness.ts';
import { publicContract, widgetsContract } from './openapi.ts';
import { openPortal } from './portal.ts';
import { addVerifiedDomain, createSsoOrganization, domainIdOf, inPortal } from './sso.ts';

const PORTAL = '/portal/single-sign-on';
const SCOPE = 'widgets:sso:manage';
const DAY = 86_400;

const harness = await startHarness();
const { sso, organizations, organizationDomains } = harness.workos;

test('lists no connection, then an inactive one, then an active one', async () => {
  const { id, adminId } = await createOrganization(harness);
  const options = await callOptions(id, adminId);
  assert.deepEqual(await list(options), []);
  const domain = await addVerifiedDomain(harness, id);
  const { browser, page } = await openPortal(harness, id, 'sso');
  const settings = await browser.submit(page, PORTAL, { action: 'create', type: 'OktaSaml' });
  assert.match(settings.text, /Identity provider Okta \(SAML\) State Not active/);
  const [inactive] = await list(options);
  assert.equal(inactive?.state, 'Inactive');
  assert.deepEqual(inactive?.x509Certificates, []);
  assert.equal(inactive?.lastSession, null);

  await browser.submit(settings, PORTAL, {
    action: 'activate',
    domain: await domainIdOf(harness, id, domain),
    validity: 'year',
  });
  const [active, ...others] = await list(options);
  assert.deepEqual(others, []);
  assert.equal(active?.id, inactive?.id);
  assert.equal(active?.state, 'Active');
  assert.equal(active?.type, 'OktaSaml');
  assert.equal(active?.providerTag, 'Saml');
  assert.match(active?.x509Certificates?.[0]?.value ?? '', /^-----BEGIN CERTIFICATE-----/);
  assert.equal(daysLeft(active?.latestExpiringCertificate?.notAfter), 365);
  assert.equal(active?.latestExpiredCertificate, null);
});

test('shows a certificate that expires soon, has expired, and is renewed', async () => {
  const { id, adminId, portal } = await createSsoOrganization(harness, {
    type: 'AzureSaml',
    validity: 'soon',
  });
  const options = await callOptions(id, adminId);
  const [soon] = await list(options);
  assert.equal(daysLeft(soon?.latestExpiringCertificate?.notAfter), 20);
  assert.equal(soon?.latestExpiredCertificate, null);

  const page = await inPortal(portal, { action: 'renew', validity: 'expired' });
  assert.match(page.text, /Certificate Expired/);
  const [expired] = await list(options);
  assert.equal(expired?.latestExpiringCertificate, null);
  assert.equal(daysLeft(expired?.latestExpiredCertificate?.notAfter), -1);
  assert.equal(expired?.x509Certificates?.length, 1);
  assert.notEqual(expired?.x509Certificates?.[0]?.id, soon?.x509Certificates?.[0]?.id);

  await inPortal(portal, { action: 'renew', validity: 'constructor' });
  const [renewed] = await list(options);
  assert.equal(daysLeft(renewed?.latestExpiringCertificate?.notAfter), 365);
});

test('has events when a connection starts, stops, gets a certificate, and is deleted', async () => {
  let organization: Awaited<ReturnType<typeof createSsoOrganization>> | undefined;
  const created = await eventsOf(harness, async () => {
    organization = await createSsoOrganization(harness, { type: 'OktaSaml' });
  });
  assert.ok(organization);
  const { id, portal } = organization;
  const activated = created.find(({ event }) => event === 'connection.activated');
  assert.partialDeepStrictEqual(activated?.data, { organization_id: id, state: 'active', status: 'linked' });
  const [connection] = (await sso.listConnections({ organizationId: id })).data;
  assert.ok(connection);
  const events = await eventsOf(harness, async () => {
    await inPortal(portal, { action: 'renew', validity: 'year' });
    await inPortal(portal, { action: 'pause' });
    await sso.deleteConnection(connection.id);
  });
  assert.deepEqual(names(events), [
    'connection.saml_certificate_renewed',
    'connection.deactivated',
    'connection.deleted',
  ]);
  assert.ok(events.every(({ data }) => JSON.stringify(data).includes(connection.id)));
});

test('expires a certificate over time', async () => {
  const { id } = await createSsoOrganization(harness, { type: 'OktaSaml', validity: 'soon' });
  harness.advance(21 * DAY);
  const admin = await createMember(harness, id, 'admin');
  const [connection] = await list(await callOptions(id, admin.id));
  assert.equal(connection?.latestExpiringCertificate, null);
  assert.equal(daysLeft(connection?.latestExpiredCertificate?.notAfter), -1);
});

test('limits a certificate renewal link to that task', async () => {
  const { id, adminId } = await createSsoOrganization(harness, { type: 'OktaSaml', validity: 'soon' });
  const { browser, page } = await openPortal(harness, id, 'certificate_renewal');
  assert.match(page.text, /Certificate renewal/);
  assert.doesNotMatch(page.text, /Pause|Require single sign-on|Add or verify/);
  await browser.submit(page, PORTAL, { action: 'pause' });
  await browser.submit(page, PORTAL, { action: 'require' });
  const options = await callOptions(id, adminId);
  assert.equal((await list(options))[0]?.state, 'Active');
  const renewed = await browser.submit(page, PORTAL, { action: 'renew', validity: 'year' });
  assert.match(renewed.text, /Valid until/);
  assert.equal(daysLeft((await list(options))[0]?.latestExpiringCertificate?.notAfter), 365);

  const without = await createOrganization(harness);
  const visit = await openPortal(harness, without.id, 'certificate_renewal');
  assert.match(visit.page.text, /no certificate to renew/);
  const forged = { ...visit.page, html: '<form action="/portal/single-sign-on"></form>' };
  await visit.browser.submit(forged, PORTAL, { action: 'create', type: 'OktaSaml' });
  assert.deepEqual((await harness.workos.sso.listConnections({ organizationId: without.id })).data, []);
});

test('shows no certificates for OpenID Connect', async () => {
  const { id, adminId, portal } = await createSsoOrganization(harness, { type: 'GoogleOidc' });
  const page = await inPortal(portal, { action: 'renew', validity: 'expired' });
  assert.doesNotMatch(page.text, /Certificate/);
  const [connection] = await list(await callOptions(id, adminId));
  assert.equal(connection?.providerTag, 'OpenIdConnect');
  assert.equal(connection?.x509Certificates, undefined);
});

test('requires a token with the permission, and hides other organizations', async () => {
  const { id, adminId } = await createSsoOrganization(harness);
  const other = await createOrganization(harness);
  const member = await createMember(harness, id);
  const refused = [
    authorized(harness, await widgetToken(harness, id, member.id, [])),
    authorized(harness, await widgetToken(harness, id, adminId, ['widgets:domain-verification:manage'])),
    authorized(harness, undefined),
  ];
  for (const wrong of refused) {
    assert.equal((await listSsoConnections(wrong)).status as number, 403);
  }
  assert.deepEqual(await list(await callOptions(other.id, other.adminId)), []);
});

test('seeds an active connection, last used three days ago', async () => {
  const [connection] = await list(await callOptions(ACME, MARCELINA));
  assert.equal(connection?.state, 'Active');
  assert.equal(connection?.lastSession?.state, 'Successful');
});

test('the Admin Portal reports what is missing, and saves nothing', async () => {
  const { id } = await createOrganization(harness);
  const { browser, page } = await openPortal(harness, id, 'sso');
  const nothing = await browser.submit(page, PORTAL, { action: 'create', type: 'HomegrownSaml' });
  assert.equal(nothing.status, 422);
  assert.match(nothing.alert, /Choose an identity provider/);
  assert.equal((await sso.listConnections({ organizationId: id })).data.length, 0);

  const settings = await browser.submit(page, PORTAL, { action: 'create', type: 'OktaSaml' });
  const without = await browser.submit(settings, PORTAL, { action: 'activate' });
  assert.equal(without.status, 422);
  assert.match(without.alert, /Choose a domain/);
  const pending = await organizationDomains.createOrganizationDomain({
    organizationId: id,
    domain: `${crypto.randomUUID()}.example`,
  });
  const foreign = await createSsoOrganization(harness);
  const wrong: [domainId: string, problem: RegExp][] = [
    [pending.id, /is not verified yet/],
    [await domainIdOf(harness, foreign.id, foreign.domain), /Choose a domain/],
  ];
  for (const [domain, problem] of wrong) {
    const refused = await inPortal(browser, { action: 'activate', domain });
    assert.equal(refused.status, 422);
    assert.match(refused.alert, problem);
  }
  assert.equal((await sso.listConnections({ organizationId: id })).data[0]?.state, 'inactive');
});

test('ignores a second connection and actions that are not possible', async () => {
  const { id, portal } = await createSsoOrganization(harness);
  for (const action of ['create', 'activate', 'remove', 'constructor', '']) {
    const page = await portal.submit(await portal.open(PORTAL), PORTAL, { action, type: 'OktaSaml' });
    assert.match(page.text, /State Active/);
  }
  assert.equal((await sso.listConnections({ organizationId: id })).data.length, 1);
});

test('pauses, changes, reactivates, and removes a connection, which ends its SSO requirement', async () => {
  const { id, portal, domain } = await createSsoOrganization(harness);
  await inPortal(portal, { action: 'require' });
  await inPortal(portal, { action: 'pause' });
  assert.equal((await sso.listConnections({ organizationId: id })).data[0]?.state, 'inactive');
  await inPortal(portal, { action: 'activate', domain: await domainIdOf(harness, id, domain) });
  assert.match((await portal.open(PORTAL)).text, /with single sign-on/);

  await inPortal(portal, { action: 'pause' });
  assert.match((await inPortal(portal, { action: 'remove' })).text, /Continue/);
  assert.equal((await sso.listConnections({ organizationId: id })).data.length, 0);
  await inPortal(portal, { action: 'create', type: 'OktaSaml' });
  await inPortal(portal, { action: 'activate', domain: await domainIdOf(harness, id, domain) });
  assert.match((await portal.open(PORTAL)).text, /in other ways/);
});

test('removes a domain from the connection when the widget deletes it', async () => {
  const { id, domain, connectionId } = await createSsoOrganization(harness);
  await organizationDomains.deleteOrganizationDomain(await domainIdOf(harness, id, domain));
  assert.deepEqual((await sso.getConnection(connectionId)).domains, []);
});

test('the public API reads connections', async () => {
  const saml = await createSsoOrganization(harness, { type: 'OktaSaml' });
  const oidc = await createSsoOrganization(harness, { type: 'EntraIdOidc' });
  const connection = await sso.getConnection(saml.connectionId);
  assert.equal(connection.type, 'OktaSAML');
  assert.equal(connection.state, 'active');
  assert.equal(connection.organizationId, saml.id);
  assert.deepEqual(
    connection.domains.map(({ domain }) => domain),
    [saml.domain],
  );
  const found = async (query: Parameters<typeof sso.listConnections>[0]) =>
    (await sso.listConnections(query)).data.map(({ id }) => id);
  assert.deepEqual(await found({ organizationId: oidc.id }), [oidc.connectionId]);
  assert.deepEqual(await found({ organizationId: oidc.id, connectionType: connection.type }), []);
  assert.deepEqual(await found({ organizationId: saml.id, connectionType: connection.type }), [
    saml.connectionId,
  ]);
  const search = async (query: string) => {
    const response = await harness.request(`/connections?${query}`, { headers: HEADERS });
    const { data } = (await response.json()) as { data?: { id: string }[] };
    return { status: response.status, ids: data?.map(({ id }) => id) };
  };
  assert.deepEqual((await search(`domain=${oidc.domain}`)).ids, [oidc.connectionId]);
  const { name } = await organizations.getOrganization(saml.id);
  assert.deepEqual((await search(`search=${encodeURIComponent(name.toUpperCase())}`)).ids, [
    saml.connectionId,
  ]);
  assert.deepEqual((await search('connection_type=GitHubOAuth')).ids, []);
  assert.equal((await search('connection_type=Homegrown')).status, 422);
  assert.equal((await search('limit=0')).status, 422);
});

test('the public API deletes a connection, and answers 404 for unknown ids', async () => {
  const { connectionId, id, adminId } = await createSsoOrganization(harness);
  await sso.deleteConnection(connectionId);
  assert.deepEqual(await list(await callOptions(id, adminId)), []);
  await assert.rejects(sso.getConnection(connectionId), { status: 404 });
  await assert.rejects(sso.deleteConnection(connectionId), { status: 404 });
  assert.equal((await harness.request('/connections')).status, 401);
});

test('offers only connection types that both contracts know', () => {
  for (const type of Object.keys(CONNECTION_TYPES).filter(isConnectionType)) {
    const [, publicType] = CONNECTION_TYPES[type];
    const connection = {
      object: 'connection',
      id: 'conn_1',
      organization_id: 'org_1',
      connection_type: publicType,
      name: 'Acme',
      state: 'active',
      status: 'linked',
      domains: [],
      created_at: '2026-01-15T12:00:00.000Z',
      updated_at: '2026-01-15T12:00:00.000Z',
    };
    assert.deepEqual(publicContract.problems('GET /connections/{id}', 200, connection), []);
    const isOidc = type.endsWith('Oidc') || type === 'Auth0Migration';
    const widget = {
      id: 'conn_1',
      name: 'Acme',
      type,
      state: 'Active',
      createdAt: '2026-01-15T12:00:00.000Z',
      ...(isOidc ? { providerTag: 'OpenIdConnect' } : { providerTag: 'Saml', x509Certificates: [] }),
    };
    assert.deepEqual(
      widgetsContract.problems('GET /_widgets/admin-portal/sso-connections', 200, [widget]),
      [],
    );
  }
});

const HEADERS = { Authorization: 'Bearer sk_test_default' };

async function callOptions(organizationId: string, adminId: string): Promise<CallOptions> {
  return authorized(harness, await widgetToken(harness, organizationId, adminId, [SCOPE]));
}

async function list(options: CallOptions) {
  const { status, data } = await listSsoConnections(options);
  assert.equal(status, 200);
  return data;
}

/** Rounded to the nearest day, because the clock keeps running. */
function daysLeft(notAfter: string | null | undefined): number {
  return Math.round((Date.parse(notAfter ?? '') - harness.server.local.db.now().getTime()) / (DAY * 1000));
}
