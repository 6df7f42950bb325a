import assert from 'node:assert/strict';
import { test } from 'node:test';
import { API_KEY } from '../src/http/options.ts';
import { createMember, createOrganization, type Harness, startHarness } from './harness.ts';

const HOUR = 3600;

const harness = await startHarness();
const { apiKeys, authorization, userManagement } = harness.workos;

interface Page {
  data: { name: string }[];
  listMetadata: { after?: string | null };
}

async function createOrganizationKey(permissions: string[] = []) {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const key = await apiKeys.createOrganizationApiKey({ organizationId, name: 'Key', permissions });
  return { ...key, organizationId, adminId };
}

async function createUserKey(permissions: string[] = [], roleSlug = 'developer') {
  const { id: organizationId } = await createOrganization(harness);
  const { id: userId } = await createMember(harness, organizationId, roleSlug);
  const key = await userManagement.createUserApiKey(userId, { organizationId, name: 'Key', permissions });
  return { ...key, organizationId, userId };
}

async function validate(value: string) {
  return (await apiKeys.createValidation({ value })).apiKey;
}

/** Calls an operation that the SDK has no function for. */
function expire(id: string, body: unknown): Promise<Response> {
  return harness.post(`/api_keys/${id}/expire`, body);
}

async function membershipOf(userId: string, organizationId: string): Promise<string> {
  const { data } = await userManagement.listOrganizationMemberships({ userId, organizationId });
  return data[0]?.id ?? '';
}

test('validates an organization key and records its use', async () => {
  const { organizationId, adminId: _, value, ...key } = await createOrganizationKey(['reports:read']);
  assert.equal(key.lastUsedAt, null);
  const apiKey = await validate(value);
  assert.equal(apiKey?.id, key.id);
  assert.deepEqual(apiKey?.owner, { type: 'organization', id: organizationId });
  assert.deepEqual(apiKey?.permissions, ['reports:read']);
  const firstUse = apiKey?.lastUsedAt ?? '';
  assert.ok(firstUse >= key.createdAt);
  harness.advance(HOUR);
  await validate(value);
  const listed = await apiKeys.listOrganizationApiKeys({ organizationId });
  assert.ok((listed.data[0]?.lastUsedAt ?? '') > firstUse);
});

test('validates a user key with its person and organization', async () => {
  const { organizationId, userId, value } = await createUserKey(['reports:read']);
  const apiKey = await validate(value);
  assert.deepEqual(apiKey?.owner, { type: 'user', id: userId, organizationId });
  assert.deepEqual(apiKey?.permissions, ['reports:read']);
});

test('rejects values that are not customer keys', async () => {
  const { value } = await createOrganizationKey();
  const { lastUsedAt } = (await validate(value)) ?? {};
  for (const wrong of ['', 'sk_unknown', `${value} `, value.slice(3), value.toUpperCase(), API_KEY]) {
    assert.equal(await validate(wrong), null);
  }
  assert.ok(lastUsedAt);
  assert.equal((await harness.post('/api_keys/validations', {})).status, 422);
  assert.equal((await harness.post('/api_keys/validations', { value: 7 })).status, 422);
});

test('rejects a deleted key', async () => {
  for (const { id, value } of [await createOrganizationKey(), await createUserKey()]) {
    await apiKeys.deleteApiKey(id);
    assert.equal(await validate(value), null);
    await assert.rejects(apiKeys.deleteApiKey(id), { status: 404 });
    assert.equal((await expire(id, {})).status, 404);
  }
});

test('validates a key until it expires', async (t) => {
  harness.stopClock(t);
  const { id, value } = await createUserKey();
  const moment = new Date(harness.server.local.db.now().getTime() + HOUR * 1000).toISOString();
  const scheduled = await expire(id, { expires_at: moment });
  assert.equal(((await scheduled.json()) as { expires_at: string }).expires_at, moment);
  harness.advance(HOUR - 5);
  assert.equal((await validate(value))?.id, id);
  harness.advance(5);
  assert.equal(await validate(value), null);
  assert.equal((await expire(id, { expires_at: null })).status, 409);
  assert.equal((await expire((await createUserKey()).id, { expires_at: 'soon' })).status, 422);

  const other = await createOrganizationKey();
  assert.equal((await expire(other.id, {})).status, 200);
  assert.equal(await validate(other.value), null);
});

test('creates a key with an expiry', async () => {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const expiresAt = new Date(harness.server.local.db.now().getTime() + HOUR * 1000);
  const { value, ...key } = await userManagement.createUserApiKey(adminId, {
    organizationId,
    name: 'Key',
    expiresAt,
  });
  assert.equal(key.expiresAt, expiresAt.toISOString());
  harness.advance(HOUR);
  assert.equal(await validate(value), null);
});

test('invalidates a user key while the membership is inactive, and for good when it ends', async () => {
  const { organizationId, userId, value } = await createUserKey();
  const membershipId = await membershipOf(userId, organizationId);
  harness.server.local.db.update('organization_memberships', membershipId, { status: 'inactive' });
  assert.equal(await validate(value), null);
  harness.server.local.db.update('organization_memberships', membershipId, { status: 'active' });
  assert.ok(await validate(value));
  await userManagement.deleteOrganizationMembership(membershipId);
  assert.equal(await validate(value), null);
  await userManagement.createOrganizationMembership({ userId, organizationId });
  assert.equal(await validate(value), null, 'a returning member creates a new key');
  assert.deepEqual((await userManagement.listUserApiKeys(userId)).data, []);
});

test("removes a permission from a user key when the owner's role loses it", async () => {
  const { organizationId, userId, value } = await createUserKey(['reports:read']);
  const membershipId = await membershipOf(userId, organizationId);
  await userManagement.updateOrganizationMembership(membershipId, { roleSlug: 'member' });
  assert.deepEqual((await validate(value))?.permissions, []);
  await userManagement.updateOrganizationMembership(membershipId, { roleSlug: 'admin' });
  assert.deepEqual((await validate(value))?.permissions, ['reports:read']);
});

test('removes a deleted permission from every key', async () => {
  await authorization.createPermission({ slug: 'drafts:read', name: 'Read drafts' });
  const { value } = await createOrganizationKey(['drafts:read', 'reports:read']);
  await authorization.deletePermission('drafts:read');
  assert.deepEqual((await validate(value))?.permissions, ['reports:read']);
});

test('deletes keys with their organization or person', async () => {
  const ofOrganization = await createOrganizationKey();
  await harness.workos.organizations.deleteOrganization(ofOrganization.organizationId);
  assert.equal(await validate(ofOrganization.value), null);
  const ofUser = await createUserKey();
  await userManagement.deleteUser(ofUser.userId);
  assert.equal(await validate(ofUser.value), null);
});

test('lists the keys of an organization or a person, page by page', async () => {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const { id: elsewhere } = await createOrganization(harness);
  await userManagement.createOrganizationMembership({ userId: adminId, organizationId: elsewhere });
  for (const name of ['One', 'Two', 'Three']) {
    await apiKeys.createOrganizationApiKey({ organizationId, name });
    await userManagement.createUserApiKey(adminId, { organizationId, name: `My ${name}` });
  }
  await userManagement.createUserApiKey(adminId, { organizationId: elsewhere, name: 'My fourth' });
  const pages = async (list: (after?: string) => Promise<Page>) => {
    const first = await list();
    const second = await list(first.listMetadata.after ?? '');
    return [first, second].map(({ data }) => data.map(({ name }) => name));
  };

  assert.deepEqual(
    await pages((after) => apiKeys.listOrganizationApiKeys({ organizationId, limit: 2, after })),
    [['Three', 'Two'], ['One']],
  );
  const inOrganization = { organizationId, limit: 2, order: 'asc' as const };
  assert.deepEqual(
    await pages((after) => userManagement.listUserApiKeys(adminId, { ...inOrganization, after })),
    [['My One', 'My Two'], ['My Three']],
  );
  assert.deepEqual(await pages((after) => userManagement.listUserApiKeys(adminId, { limit: 3, after })), [
    ['My fourth', 'My Three', 'My Two'],
    ['My One'],
  ]);
});

test('rejects an invalid key as documented', async () => {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const stranger = await createMember(harness);
  const developer = await createMember(harness, organizationId, 'developer');
  const ofOrganization = `/organizations/${organizationId}/api_keys`;
  const ofUser = (id: string) => `/user_management/users/${id}/api_keys`;
  const key = { name: 'Key', organization_id: organizationId };
  const wrong: [path: string, body: object, status: number][] = [
    [ofOrganization, {}, 422],
    [ofOrganization, { name: '' }, 422],
    [ofOrganization, { name: 'x'.repeat(256) }, 422],
    [ofOrganization, { name: 'Key', permissions: ['unheard:of'] }, 422],
    [ofOrganization, { name: 'Key', permissions: 'reports:read' }, 422],
    [ofOrganization, { name: 'Key', expires_at: '2001-01-01T00:00:00.000Z' }, 422],
    ['/organizations/org_none/api_keys', { name: 'Key' }, 404],
    [ofUser(adminId), { name: 'Key' }, 400],
    [ofUser(adminId), { ...key, name: ' ' }, 400],
    [ofUser(adminId), { ...key, permissions: ['widgets:sso:manage'] }, 422],
    [ofUser(developer.id), { ...key, permissions: ['billing:manage'] }, 422],
    [ofUser(stranger.id), key, 422],
    [ofUser(adminId), { ...key, organization_id: 'org_none' }, 404],
    [ofUser('user_none'), key, 404],
  ];
  for (const [path, body, status] of wrong) {
    assert.equal((await harness.post(path, body)).status, status, `${path} ${JSON.stringify(body)}`);
  }
  assert.deepEqual((await apiKeys.listOrganizationApiKeys({ organizationId })).data, []);
  await assert.rejects(apiKeys.listOrganizationApiKeys({ organizationId: 'org_none' }), { status: 404 });
  await assert.rejects(userManagement.listUserApiKeys('user_none'), { status: 404 });
});

test('requires an API key of the environment, not a customer’s', async () => {
  const { value, organizationId } = await createOrganizationKey();
  for (const path of ['/api_keys/validations', `/organizations/${organizationId}/api_keys`]) {
    assert.equal((await harness.post(path, { value, name: 'Key' }, value)).status, 401);
  }
});

test('does not store the value of a key', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { value } = await apiKeys.createOrganizationApiKey({ organizationId, name: 'Key' });
  assert.ok(!everythingIn(harness).includes(value));
});

/** The full content of the store, as text. */
function everythingIn({ server }: Harness): string {
  const { db } = server.local;
  const tables = db.all<{ name: string }>(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'",
  );
  return JSON.stringify(tables.map(({ name }) => db.all(`SELECT * FROM ${name}`)));
}
