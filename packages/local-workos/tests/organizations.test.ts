import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainDataState } from '@workos-inc/node';
import { API_KEY } from '../src/http/options.ts';
import { createMember, newEmail, startHarness } from './harness.ts';

const harness = await startHarness();
const { organizations, userManagement } = harness.workos;

test('creates, reads, updates and deletes an organization', async () => {
  const created = await organizations.createOrganization({
    name: 'Hooli',
    externalId: 'hooli-1',
    metadata: { tier: 'gold' },
    domainData: [{ domain: 'hooli.example', state: DomainDataState.Verified }],
  });
  assert.match(created.id, /^org_/);
  assert.equal(created.externalId, 'hooli-1');
  assert.deepEqual(created.metadata, { tier: 'gold' });
  assert.deepEqual(
    created.domains.map(({ domain, state }) => ({ domain, state })),
    [{ domain: 'hooli.example', state: 'verified' }],
  );
  assert.deepEqual(await organizations.getOrganization(created.id), created);
  assert.deepEqual(await organizations.getOrganizationByExternalId('hooli-1'), created);

  const updated = await organizations.updateOrganization({
    organization: created.id,
    name: 'Hooli XYZ',
    externalId: null,
    stripeCustomerId: 'cus_hooli',
  });
  assert.equal(updated.name, 'Hooli XYZ');
  assert.equal(updated.externalId, null);
  assert.equal(updated.stripeCustomerId, 'cus_hooli');
  assert.deepEqual(updated.metadata, { tier: 'gold' }, 'omitted keys stay');
  assert.equal(updated.domains[0]?.domain, 'hooli.example');
  const cleared = await organizations.updateOrganization({
    organization: created.id,
    stripeCustomerId: null,
  });
  assert.equal(cleared.stripeCustomerId, undefined);

  await organizations.deleteOrganization(created.id);
  await assert.rejects(organizations.getOrganization(created.id), { status: 404 });
});

test('replaces the domains, and keeps the ids of existing ones', async () => {
  const { id, domains } = await organizations.createOrganization({
    name: 'Pied Piper',
    domainData: [
      { domain: 'piedpiper.example', state: DomainDataState.Pending },
      { domain: 'pp.example', state: DomainDataState.Verified },
    ],
  });
  const updated = await organizations.updateOrganization({
    organization: id,
    domainData: [
      { domain: 'piedpiper.example', state: DomainDataState.Verified },
      { domain: 'new.example', state: DomainDataState.Pending },
    ],
  });
  assert.deepEqual(
    updated.domains.map(({ domain, state }) => [domain, state]),
    [
      ['piedpiper.example', 'verified'],
      ['new.example', 'pending'],
    ],
  );
  assert.equal(updated.domains[0]?.id, domains[0]?.id);
});

test('rejects a value that belongs to another organization', async () => {
  const first = await organizations.createOrganization({ name: 'First', externalId: 'taken' });
  await organizations.updateOrganization({ organization: first.id, stripeCustomerId: 'cus_taken' });
  const second = await organizations.createOrganization({ name: 'Second' });
  await assert.rejects(organizations.createOrganization({ name: 'Third', externalId: 'taken' }), {
    status: 400,
    code: 'external_id_already_used',
  });
  await assert.rejects(organizations.updateOrganization({ organization: second.id, externalId: 'taken' }), {
    status: 400,
    code: 'external_id_already_used',
  });
  await assert.rejects(
    organizations.updateOrganization({ organization: second.id, stripeCustomerId: 'cus_taken' }),
    { status: 400, code: 'stripe_customer_id_already_used' },
  );
  await organizations.updateOrganization({ organization: first.id, externalId: 'taken' });
});

test('rejects an invalid body', async () => {
  await assert.rejects(organizations.createOrganization({ name: ' ' }), { status: 422 });
  const wrong = [
    {},
    { name: 7 },
    { name: 'A', domain_data: [{ domain: 'a.example', state: 'unheard-of' }] },
    { name: 'A', metadata: { key: 'x'.repeat(601) } },
    { name: 'A', metadata: { ['k'.repeat(41)]: 'x' } },
    { name: 'A', metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ''])) },
  ];
  for (const body of wrong) {
    assert.equal((await harness.post('/organizations', body)).status, 422, JSON.stringify(body));
  }
});

test('merges metadata: null deletes a key, and other keys stay', async () => {
  const { id } = await organizations.createOrganization({ name: 'Meta', metadata: { a: '1', b: '2' } });
  const response = await harness.request(`/organizations/${id}`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify({ metadata: { a: null, c: '3' } }),
  });
  assert.equal(response.status, 200);
  assert.deepEqual((await organizations.getOrganization(id)).metadata, { b: '2', c: '3' });
});

test('limits metadata to fifty keys, including stored ones', async () => {
  const keys = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, '']));
  const { id } = await organizations.createOrganization({ name: 'Full', metadata: keys(0, 49) });
  await organizations.updateOrganization({ organization: id, metadata: keys(49, 1) });
  await assert.rejects(organizations.updateOrganization({ organization: id, metadata: keys(50, 1) }), {
    status: 400,
    code: 'invalid_metadata',
  });
});

test('stores whether people outside the domains are allowed', async () => {
  const send = async (path: string, method: string, body: unknown) => {
    const headers = { Authorization: `Bearer ${API_KEY}` };
    const response = await harness.request(path, { method, headers, body: JSON.stringify(body) });
    return (await response.json()) as { id: string; allow_profiles_outside_organization: boolean };
  };
  const created = await send('/organizations', 'POST', {
    name: 'Open',
    allow_profiles_outside_organization: true,
  });
  assert.equal(created.allow_profiles_outside_organization, true);
  const path = `/organizations/${created.id}`;
  const renamed = await send(path, 'PUT', { name: 'Still open' });
  assert.equal(renamed.allow_profiles_outside_organization, true);
  const closed = await send(path, 'PUT', { allow_profiles_outside_organization: false });
  assert.equal(closed.allow_profiles_outside_organization, false);
});

test('rejects an empty external id', async () => {
  for (const _ of [1, 2]) {
    assert.equal((await harness.post('/organizations', { name: 'A', external_id: '' })).status, 422);
  }
});

test('checks domains by the same rules as those added one by one', async () => {
  const domain = `${crypto.randomUUID()}.example`;
  const verified = [{ domain, state: DomainDataState.Verified }];
  const owner = await organizations.createOrganization({ name: 'Owner', domainData: verified });
  await organizations.updateOrganization({ organization: owner.id, domainData: verified });
  const other = await organizations.createOrganization({ name: 'Other' });
  for (const [wrong, status] of [
    [domain.toUpperCase(), 409],
    ['gmail.com', 422],
    ['no domain', 422],
    ['localhost', 422],
  ] as const) {
    for (const state of [DomainDataState.Verified, DomainDataState.Pending]) {
      const domainData = [{ domain: wrong, state }];
      await assert.rejects(organizations.createOrganization({ name: `Of ${wrong}`, domainData }), { status });
      await assert.rejects(organizations.updateOrganization({ organization: other.id, domainData }), {
        status,
      });
    }
    assert.deepEqual(await found(`Of ${wrong}`), [], 'nothing remains of the rejected request');
  }
});

test('finds names regardless of case and Unicode form', async () => {
  const { db } = harness.server.local;
  const id = crypto.randomUUID();
  for (const [name, search] of [
    ['Şahin', 'ŞAHİN'],
    ['İpek', 'ipek'],
    ['Cafe\u0301', 'CAFÉ'],
    ['Café', 'cafe\u0301'],
  ] as const) {
    await organizations.createOrganization({ name: `${name} ${id}` });
    assert.ok((await found(`${search} ${id}`)).includes(`${name} ${id}`), search);
  }
  assert.equal(db.get<{ text: string }>("SELECT lower('ÉMİLE') AS text")?.text, 'émile');
});

test('ignores an empty cursor', async () => {
  const all = await (await harness.get('/organizations?limit=2')).json();
  for (const empty of ['after=', 'before=']) {
    assert.deepEqual(await (await harness.get(`/organizations?limit=2&${empty}`)).json(), all, empty);
  }
});

test('answers 404 for unknown ids', async () => {
  await assert.rejects(organizations.getOrganization('org_none'), {
    status: 404,
    message: /Organization not found: 'org_none'/,
  });
  await assert.rejects(organizations.getOrganizationByExternalId('none'), { status: 404 });
  await assert.rejects(organizations.updateOrganization({ organization: 'org_none', name: 'A' }), {
    status: 404,
  });
  await assert.rejects(organizations.deleteOrganization('org_none'), { status: 404 });
});

test('lists page by page in both orders, to the end with the SDK', async () => {
  const domain = `${crypto.randomUUID()}.example`;
  const names = ['One', 'Two', 'Three', 'Four', 'Five'];
  for (const name of names) {
    await organizations.createOrganization({
      name,
      domainData: [{ domain, state: DomainDataState.Pending }],
    });
  }
  const listed = async (order: 'asc' | 'desc') => {
    const list = await organizations.listOrganizations({ domains: [domain], order });
    return (await list.autoPagination()).map(({ name }) => name);
  };
  assert.deepEqual(await listed('asc'), names);
  assert.deepEqual(await listed('desc'), names.toReversed());

  const first = await organizations.listOrganizations({ domains: [domain], limit: 2, order: 'asc' });
  assert.equal(first.listMetadata.before, null);
  const second = await organizations.listOrganizations({
    domains: [domain],
    limit: 2,
    order: 'asc',
    after: first.listMetadata.after,
  });
  assert.deepEqual(
    second.data.map(({ name }) => name),
    ['Three', 'Four'],
  );
  const back = await organizations.listOrganizations({
    domains: [domain],
    limit: 2,
    order: 'asc',
    before: second.listMetadata.before,
  });
  assert.deepEqual(back.data, first.data);
});

test('lists by name and by several domains', async () => {
  const [one, two] = [`${crypto.randomUUID()}.example`, `${crypto.randomUUID()}.example`];
  for (const domain of [one, two]) {
    await organizations.createOrganization({
      name: `Of ${domain}`,
      domainData: [{ domain, state: DomainDataState.Verified }],
    });
  }
  const both = await organizations.listOrganizations({ domains: [one, two] });
  assert.equal(both.data.length, 2);
  const found = await harness.get(`/organizations?search=OF%20${one}`);
  const { data } = (await found.json()) as { data: { name: string }[] };
  assert.deepEqual(
    data.map(({ name }) => name),
    [`Of ${one}`],
  );
});

test('checks paging parameters', async () => {
  for (const query of ['limit=0', 'limit=101', 'limit=ten', 'order=sideways']) {
    assert.equal((await harness.get(`/organizations?${query}`)).status, 422, query);
  }
});

test('deletes memberships and invitations with the organization, but not its people', async () => {
  const { id } = await organizations.createOrganization({ name: 'Short-lived' });
  const member = await createMember(harness, id);
  const invitation = await userManagement.sendInvitation({ email: newEmail(), organizationId: id });
  await organizations.deleteOrganization(id);
  assert.equal((await userManagement.getUser(member.id)).id, member.id);
  const { data } = await userManagement.listOrganizationMemberships({ userId: member.id });
  assert.deepEqual(data, []);
  await assert.rejects(userManagement.getInvitation(invitation.id), { status: 404 });
});

/** The names that a search finds. The SDK has no such option. */
async function found(search: string): Promise<string[]> {
  const response = await harness.get(`/organizations?${new URLSearchParams({ search })}`);
  return ((await response.json()) as { data: { name: string }[] }).data.map(({ name }) => name);
}
