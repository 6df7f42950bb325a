import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainDataState } from '@workos-inc/node';
import {
  deleteOrganizationDomain,
  listOrganizationDomains,
  reverifyOrganizationDomain,
} from '@workos-inc/widgets/experimental/api/fetch';
import { eventsOf, names } from './event-list.ts';
import {
  ACME,
  answer,
  authorized,
  type CallOptions,
  createMember,
  createOrganization,
  MARCELINA,
  startHarness,
  widgetToken,
} from './harness.ts';
import { openPortal } from './portal.ts';

const SCOPE = 'widgets:domain-verification:manage';
const THIRTY_DAYS = 30 * 86_400;

const harness = await startHarness();
const { organizationDomains, organizations } = harness.workos;

test('lists the domains with the record that the widget shows', async () => {
  const { id, options } = await organization();
  assert.deepEqual(await list(options), []);
  const apex = await addDomain(id);
  const { domain } = await addDomain(id, `mail.${crypto.randomUUID()}.co.uk`);
  const [first, second] = await list(options);
  assert.deepEqual(first, {
    id: apex.id,
    domain: apex.domain,
    state: 'Pending',
    nameServer: 'Other',
    verificationPrefix: apex.verificationPrefix,
    verificationToken: apex.verificationToken,
    subdomain: null,
    createdAt: apex.createdAt,
  });
  assert.match(first?.verificationPrefix ?? '', /^local-workos-domain-verification-[0-9a-z]{6}$/);
  assert.equal(second?.domain, domain);
  assert.equal(second?.subdomain, 'mail');
});

test('seeds a domain in each state', async () => {
  const token = await widgetToken(harness, ACME, MARCELINA, [SCOPE]);
  const states = (await list(authorized(harness, token))).map(({ state }) => state);
  assert.deepEqual(new Set(states), new Set(['LegacyVerified', 'Verified', 'Failed', 'Pending']));
});

test('has an event for each end of a verification', async () => {
  const { id } = await organization();
  assert.deepEqual(names(await eventsOf(harness, () => addDomain(id))), ['organization_domain.created']);
  const events = await eventsOf(harness, async () => {
    harness.advance(THIRTY_DAYS + 60);
    await organizations.getOrganization(id);
    await organizations.updateOrganization({
      organization: id,
      domainData: [{ domain: `${crypto.randomUUID()}.example`, state: DomainDataState.Verified }],
    });
  });
  const own = events.filter(({ data }) => JSON.stringify(data).includes(id));
  assert.deepEqual(names(own), [
    'organization_domain.verification_failed',
    'organization_domain.deleted',
    'organization_domain.created',
  ]);
  assert.equal(own[0]?.data.reason, 'domain_verification_period_expired');
});

test('removes a domain', async () => {
  const { id, options } = await organization();
  const domain = await addDomain(id);
  const [listed] = await list(options);
  const removed = await deleteOrganizationDomain(domain.id, options);
  assert.equal(removed.status, 200);
  assert.deepEqual(removed.data, listed);
  assert.deepEqual(await list(options), []);
  assert.equal((await deleteOrganizationDomain(domain.id, options)).status, 404);
  assert.equal((await reverifyOrganizationDomain(domain.id, options)).status, 404);
  await assert.rejects(organizationDomains.getOrganizationDomain(domain.id), { status: 404 });
});

test('verifies a domain again: pending, then the DNS result', async (t) => {
  harness.stopClock(t);
  const { id, options } = await organization();
  const { browser } = await openPortal(harness, id, 'domain_verification');
  const domain = await addDomain(id);
  const path = `/portal/domains/${domain.id}`;
  let page = await browser.open('/portal/domains');
  page = await browser.submit(page, path, { action: 'verify' });
  assert.match(page.text, /Verification failed/);
  assert.equal(await stateOf(options, domain.id), 'Failed');

  const again = await reverifyOrganizationDomain(domain.id, options);
  assert.equal(again.status, 200);
  assert.equal('state' in again.data && again.data.state, 'Pending');
  assert.equal(await stateOf(options, domain.id), 'Pending');
  harness.advance(3);
  assert.equal(await stateOf(options, domain.id), 'Failed');

  page = await browser.submit(await browser.open('/portal/domains'), path, { action: 'put-record' });
  assert.match(page.text, /This record exists/);
  assert.equal(await stateOf(options, domain.id), 'Failed', 'the record is not looked up anymore');
  await reverifyOrganizationDomain(domain.id, options);
  assert.equal(await stateOf(options, domain.id), 'Pending');
  harness.advance(3);
  assert.equal(await stateOf(options, domain.id), 'Verified');

  const unchanged = await reverifyOrganizationDomain(domain.id, options);
  assert.equal('state' in unchanged.data && unchanged.data.state, 'Verified');
});

test('verifies a pending domain once its record exists, and gives up after thirty days', async () => {
  const { id } = await organization();
  const { browser } = await openPortal(harness, id, 'domain_verification');
  const found = await addDomain(id);
  const missed = await addDomain(id);
  const path = `/portal/domains/${found.id}`;
  const page = await browser.submit(await browser.open('/portal/domains'), path, { action: 'put-record' });
  assert.match(page.text, new RegExp(`${found.domain} Verified`));
  harness.advance(THIRTY_DAYS - 60);
  const get = async ({ id: domainId }: { id: string }) =>
    (await organizationDomains.getOrganizationDomain(domainId)).state;
  assert.equal(await get(missed), 'pending');
  harness.advance(60);
  assert.equal(await get(missed), 'failed');
  assert.equal(await get(found), 'verified');
});

test('does not find a record that was removed again', async () => {
  const { id, options } = await organization();
  const { browser } = await openPortal(harness, id, 'domain_verification');
  const domain = await addDomain(id);
  const path = `/portal/domains/${domain.id}`;
  await browser.submit(await browser.open('/portal/domains'), path, { action: 'verify' });
  for (const action of ['put-record', 'take-record', 'verify', 'constructor']) {
    await browser.submit(await browser.open('/portal/domains'), path, { action });
  }
  assert.equal(await stateOf(options, domain.id), 'Failed');
});

test('requires a token with the permission, and a domain of its organization', async () => {
  const { id, options } = await organization();
  const { id: domainId } = await addDomain(id);
  const other = await organization();
  const member = await createMember(harness, id);
  const refused = [
    authorized(harness, await widgetToken(harness, id, member.id, [])),
    authorized(harness, await widgetToken(harness, id, (await admin(id)).id, ['widgets:sso:manage'])),
    authorized(harness, undefined),
  ];
  for (const wrong of refused) {
    assert.equal((await listOrganizationDomains(wrong)).status, 403);
    assert.equal((await deleteOrganizationDomain(domainId, wrong)).status, 403);
    assert.equal((await reverifyOrganizationDomain(domainId, wrong)).status, 403);
  }
  for (const wrongId of [domainId, 'org_domain_none', '-']) {
    assert.equal((await deleteOrganizationDomain(wrongId, other.options)).status, 404);
    assert.equal((await reverifyOrganizationDomain(wrongId, other.options)).status, 404);
  }
  assert.deepEqual(await list(other.options), []);
  assert.equal((await list(options)).length, 1);
});

test('the Admin Portal explains what is wrong with a domain, and keeps it in the field', async () => {
  const { id } = await organization();
  const taken = newDomain();
  await organizations.createOrganization({
    name: 'Owner',
    domainData: [{ domain: taken, state: DomainDataState.Verified }],
  });
  const mine = newDomain();
  const { browser, page } = await openPortal(harness, id, 'domain_verification');
  const added = await browser.submit(page, '/portal/domains', {
    domain: ` ${mine.toUpperCase()}. `,
    name_server: 'CloudFlare',
  });
  assert.match(added.text, new RegExp(`${mine} Verification pending`));
  const wrong: [domain: string, problem: RegExp][] = [
    ['', /Enter a domain/],
    ['acme', /Enter a domain/],
    ['co.uk', /Enter a domain/],
    ['127.0.0.1', /Enter a domain/],
    ['https://acme.example/', /Enter a domain/],
    ['ada@acme.example', /Enter a domain/],
    [`${'x'.repeat(64)}.example`, /Enter a domain/],
    [`${'long.'.repeat(60)}example`, /Enter a domain/],
    ['<script>.example', /Enter a domain/],
    ['gmail.com', /Anyone can have an address at gmail\.com/],
    ['yahoo.co.jp', /Anyone can have an address at yahoo\.co\.jp/],
    ['orange.fr', /Anyone can have an address at orange\.fr/],
    [mine, /has already been added to this organization/],
    [taken, /belongs to another organization/],
  ];
  for (const [domain, problem] of wrong) {
    const answered = await browser.submit(page, '/portal/domains', { domain, name_server: 'GoDaddy' });
    assert.equal(answered.status, 422, domain);
    assert.match(answered.alert, problem);
    assert.ok(answered.html.includes(`value="${domain.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`));
    assert.match(answered.html, /value="GoDaddy" selected/);
  }
  const { domains } = await organizations.getOrganization(id);
  assert.deepEqual(
    domains.map(({ domain }) => domain),
    [mine],
  );
});

test('stores a non-ASCII name in its DNS form', async () => {
  const { id } = await organization();
  const { browser, page } = await openPortal(harness, id, 'domain_verification');
  const name = `bücher-${crypto.randomUUID()}`;
  await browser.submit(page, '/portal/domains', { domain: `${name}.example` });
  const { domains } = await organizations.getOrganization(id);
  assert.match(domains[0]?.domain ?? '', /^xn--.*\.example$/);
});

test('gives a domain to the first organization that verifies it', async () => {
  const [first, second] = await Promise.all([organization(), organization()]);
  const name = newDomain();
  for (const { id } of [first, second]) await addDomain(id, name);
  for (const { id } of [second, first]) {
    const { browser, page } = await openPortal(harness, id, 'domain_verification');
    const [domain] = (await organizations.getOrganization(id)).domains;
    await browser.submit(page, `/portal/domains/${domain?.id}`, { action: 'put-record' });
  }
  assert.deepEqual(
    (await list(second.options)).map(({ state }) => state),
    ['Verified'],
  );
  assert.deepEqual(
    (await list(first.options)).map(({ state }) => state),
    ['Failed'],
  );
});

test('the Admin Portal does not change another organization’s domain', async () => {
  const { id, options } = await organization();
  const { id: domainId } = await addDomain(id);
  const other = await organization();
  const { browser, page } = await openPortal(harness, other.id, 'domain_verification');
  await addDomain(other.id);
  const own = await browser.submit(page, '/portal/domains', { domain: newDomain() });
  const forged = {
    ...own,
    html: own.html.replaceAll(/\/portal\/domains\/org_domain_\w+/g, `/portal/domains/${domainId}`),
  };
  await browser.submit(forged, `/portal/domains/${domainId}`, { action: 'put-record' });
  assert.equal(await stateOf(options, domainId), 'Pending');
});

test('the public API creates, reads, verifies and deletes', async (t) => {
  harness.stopClock(t);
  const { id } = await organization();
  const created = await addDomain(id);
  assert.equal(created.state, 'pending');
  assert.equal(created.verificationStrategy, 'dns');
  assert.deepEqual(await organizationDomains.getOrganizationDomain(created.id), created);
  assert.equal((await organizations.getOrganization(id)).domains[0]?.id, created.id);
  assert.equal((await organizationDomains.verifyOrganizationDomain(created.id)).state, 'pending');
  harness.advance(3);
  assert.equal((await organizationDomains.getOrganizationDomain(created.id)).state, 'failed');
  await organizationDomains.deleteOrganizationDomain(created.id);
  await assert.rejects(organizationDomains.getOrganizationDomain(created.id), { status: 404 });
});

test('the public API rejects invalid requests', async () => {
  const { id } = await organization();
  const other = await organization();
  const { domain, id: domainId } = await addDomain(id);
  const wrong: [body: unknown, status: number][] = [
    [{}, 422],
    [{ organization_id: id, domain: 7 }, 422],
    [{ organization_id: id, domain: 'no domain' }, 422],
    [{ organization_id: id, domain: 'gmail.com' }, 422],
    [{ organization_id: 'org_none', domain: newDomain() }, 404],
    [{ organization_id: id, domain }, 409],
  ];
  for (const [body, status] of wrong) {
    assert.equal((await harness.post('/organization_domains', body)).status, status, JSON.stringify(body));
  }
  await organizations.updateOrganization({
    organization: id,
    domainData: [{ domain, state: DomainDataState.Verified }],
  });
  const verified = await organizationDomains.getOrganizationDomain(domainId);
  assert.equal(verified.verificationStrategy, 'manual');
  assert.deepEqual(await answer(await harness.post(`/organization_domains/${domainId}/verify`, {})), {
    status: 400,
    body: { code: 'domain_already_verified', message: 'The domain is already verified.' },
  });
  await assert.rejects(addDomain(other.id, domain), {
    status: 409,
    code: 'domain_already_exists',
  });
  await assert.rejects(organizationDomains.verifyOrganizationDomain('org_domain_none'), { status: 404 });
  await assert.rejects(organizationDomains.deleteOrganizationDomain('org_domain_none'), { status: 404 });
  const unauthorized = await harness.post(
    '/organization_domains',
    { organization_id: id, domain },
    'sk_wrong',
  );
  assert.equal(unauthorized.status, 401);
});

/** A new organization, with the call options of its admin. */
async function organization(): Promise<{ id: string; options: CallOptions }> {
  const { id, adminId } = await createOrganization(harness);
  return { id, options: authorized(harness, await widgetToken(harness, id, adminId, [SCOPE])) };
}

async function admin(organizationId: string): Promise<{ id: string }> {
  return createMember(harness, organizationId, 'admin');
}

async function list(options: CallOptions) {
  const { status, data } = await listOrganizationDomains(options);
  assert.equal(status, 200);
  return data.data;
}

async function stateOf(options: CallOptions, id: string): Promise<string | undefined> {
  return (await list(options)).find((domain) => domain.id === id)?.state;
}

function addDomain(organizationId: string, domain = newDomain()) {
  return organizationDomains.createOrganizationDomain({ organizationId, domain });
}

function newDomain(): string {
  return `${crypto.randomUUID()}.example`;
}
