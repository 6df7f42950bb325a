import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CreateUserApiKeyRequest,
  createUserApiKey,
  deleteUserApiKey,
  expireUserApiKey,
  listUserApiKeyPermissions,
  listUserApiKeys,
} from '@workos-inc/widgets/experimental/api/fetch';
import { signInAs } from './browser.ts';
import { authorized, type CallOptions, createMember, createOrganization, startHarness } from './harness.ts';

const HOUR = 3600;

const harness = await startHarness({ accessTokenTtl: 300 });
const { workos } = harness;

/** A new organization with two developers, who manage their own keys, and an admin, who manages all. */
async function createTeam() {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const [ada, bob] = await Promise.all([
    createMember(harness, organizationId, 'developer'),
    createMember(harness, organizationId, 'developer'),
  ]);
  return {
    organizationId,
    admin: await signedIn(adminId, organizationId),
    ada: await signedIn(ada.id, organizationId),
    bob: await signedIn(bob.id, organizationId),
  };
}

/** A person with the access token of their session, as the page passes it to the widget. */
async function signedIn(id: string, organizationId: string): Promise<{ id: string; as: CallOptions }> {
  const { accessToken } = await signInAs(harness, id, organizationId);
  return { id, as: authorized(harness, accessToken) };
}

async function create(as: CallOptions, more: Partial<CreateUserApiKeyRequest> = {}) {
  const response = await createUserApiKey({ name: 'Key', permissions: [], ...more }, as);
  assert.equal(response.status, 201);
  return response.data;
}

async function listed(as: CallOptions, search?: string) {
  const response = await listUserApiKeys({ limit: 100, ...(search ? { search } : {}) }, as);
  assert.equal(response.status, 200);
  return response.data.data;
}

async function namesOf(as: CallOptions, search?: string): Promise<string[]> {
  return (await listed(as, search)).map(({ name }) => name);
}

function inSeconds(seconds: number): string {
  return new Date(harness.server.local.db.now().getTime() + seconds * 1000).toISOString();
}

test("lists and creates a person's own keys", async () => {
  const { ada, bob } = await createTeam();
  const expiresAt = inSeconds(HOUR);
  const { value, ...created } = await create(ada.as, {
    name: 'Laptop',
    permissions: ['reports:read'],
    expiresAt,
  });
  assert.match(value, /^sk_\S{32}$/);
  const { email } = await workos.userManagement.getUser(ada.id);
  assert.deepEqual(await listed(ada.as), [
    {
      ...created,
      obfuscatedValue: `sk_...${value.slice(-4)}`,
      lastUsedAt: null,
      owner: { type: 'user', id: ada.id, email, firstName: null, lastName: null, displayName: email },
    },
  ]);
  assert.deepEqual(await namesOf(bob.as), []);
  for (const gone of [
    await expireUserApiKey(created.id, {}, bob.as),
    await deleteUserApiKey(created.id, bob.as),
  ]) {
    assert.equal(gone.status, 404);
  }
  assert.deepEqual(await namesOf(ada.as), ['Laptop']);
});

test('lists every key of the organization with its owner for managers', async () => {
  const { organizationId, admin, ada, bob } = await createTeam();
  await workos.userManagement.updateUser({ userId: ada.id, firstName: 'Ada', lastName: 'Lovelace' });
  const first = await create(ada.as, { name: 'First' });
  const second = await create(bob.as, { name: 'Second' });
  await create(admin.as, { name: 'Own' });
  await workos.apiKeys.createOrganizationApiKey({ organizationId, name: "The organization's" });
  assert.deepEqual(
    (await listed(admin.as)).map(({ name, owner }) => [name, owner.id]),
    [
      ['Own', admin.id],
      ['Second', bob.id],
      ['First', ada.id],
    ],
  );
  assert.equal((await listed(admin.as, 'first'))[0]?.owner.displayName, 'Ada Lovelace');

  const expired = await expireUserApiKey(first.id, {}, admin.as);
  assert.equal(expired.status, 200);
  assert.equal(expired.data.owner.id, ada.id);
  assert.equal((await deleteUserApiKey(second.id, admin.as)).status, 200);
  assert.deepEqual(await namesOf(admin.as), ['Own', 'First']);
  assert.deepEqual(await namesOf(bob.as), []);
});

test("limits a key to its owner's permissions", async () => {
  const { admin, ada } = await createTeam();
  const offered = async (as: CallOptions) => {
    const response = await listUserApiKeyPermissions({ limit: 100 }, as);
    assert.equal(response.status, 200);
    return response.data.data.map(({ slug }) => slug);
  };
  assert.deepEqual(await offered(ada.as), ['reports:read']);
  assert.deepEqual(await offered(admin.as), ['billing:manage', 'reports:read', 'reports:write']);
  for (const permission of ['billing:manage', 'widgets:user-api-keys:manage-self', 'unheard:of']) {
    const response = await createUserApiKey({ name: 'Key', permissions: [permission] }, ada.as);
    assert.deepEqual(
      [response.status, 'errors' in response.data && response.data.errors],
      [422, [{ code: 'invalid_permission', field: 'permissions' }]],
    );
  }
  assert.deepEqual(await namesOf(ada.as), []);
});

test('names the invalid field of a key', async () => {
  const { ada } = await createTeam();
  for (const [more, field, code] of [
    [{ name: ' ' }, 'name', 'required'],
    [{ name: 'x'.repeat(256) }, 'name', 'too_long'],
    [{ permissions: null }, 'permissions', 'invalid_type'],
    [{ expiresAt: inSeconds(-1) }, 'expiresAt', 'in_the_past'],
  ] as const) {
    const body = { name: 'Key', permissions: [], ...more } as unknown as CreateUserApiKeyRequest;
    const response = await createUserApiKey(body, ada.as);
    assert.deepEqual(
      [response.status, 'errors' in response.data && response.data.errors],
      [400, [{ code, field }]],
    );
  }
  assert.equal((await listUserApiKeys({ limit: 0 }, ada.as)).status, 400);
  assert.equal((await listUserApiKeyPermissions({ limit: 0 }, ada.as)).status, 400);
  assert.deepEqual(await namesOf(ada.as), []);
});

test('pages in both directions, and searches by name', async () => {
  const { ada } = await createTeam();
  for (const name of ['One', 'Two', 'Three']) await create(ada.as, { name });
  const page = async (cursor: { before?: string; after?: string }) => {
    const response = await listUserApiKeys({ limit: 2, ...cursor }, ada.as);
    assert.equal(response.status, 200);
    return { names: response.data.data.map(({ name }) => name), ...response.data.list_metadata };
  };
  const first = await page({});
  assert.deepEqual([first.names, first.after], [['Three', 'Two'], undefined]);
  const second = await page({ before: first.before ?? '' });
  assert.deepEqual([second.names, second.before], [['One'], undefined]);
  assert.deepEqual(await page({ after: second.after ?? '' }), first);
  assert.deepEqual(await namesOf(ada.as, 'TW'), ['Two']);
});

test('sets and clears an expiry, but does not restore expired or deleted keys', async () => {
  const { ada } = await createTeam();
  const { id } = await create(ada.as);
  const expiresAt = inSeconds(60);
  for (const moment of [expiresAt, null, expiresAt]) {
    const response = await expireUserApiKey(id, { expiresAt: moment }, ada.as);
    assert.equal(response.status === 200 && response.data.expiresAt, moment);
  }
  assert.equal((await expireUserApiKey(id, { expiresAt: 'soon' }, ada.as)).status, 400);
  harness.advance(60);
  assert.equal((await expireUserApiKey(id, { expiresAt: null }, ada.as)).status, 409);
  const revoked = await deleteUserApiKey(id, ada.as);
  assert.deepEqual([revoked.status, revoked.data], [200, { success: true }]);
  assert.equal((await expireUserApiKey(id, { expiresAt: null }, ada.as)).status, 404);
  assert.equal((await deleteUserApiKey(id, ada.as)).status, 404);
});

test("hides another organization's keys from everyone", async () => {
  const { ada, organizationId } = await createTeam();
  const other = await createTeam();
  const { id } = await create(ada.as);
  await workos.userManagement.createOrganizationMembership({
    userId: ada.id,
    organizationId: other.organizationId,
    roleSlug: 'developer',
  });
  const elsewhere = await signedIn(ada.id, other.organizationId);
  const organizationKey = await workos.apiKeys.createOrganizationApiKey({ organizationId, name: 'Key' });
  for (const [apiKeyId, as] of [
    [id, other.admin.as],
    [id, elsewhere.as],
    [organizationKey.id, ada.as],
  ] as const) {
    assert.equal((await expireUserApiKey(apiKeyId, {}, as)).status, 404);
    assert.equal((await deleteUserApiKey(apiKeyId, as)).status, 404);
  }
  assert.deepEqual(await namesOf(other.admin.as), []);
  assert.deepEqual(await namesOf(elsewhere.as), [], 'a person has different keys in each organization');
  assert.deepEqual(await namesOf(ada.as), ['Key']);
});

test('requires an access token for the organization and one of the permissions', async () => {
  const { organizationId, admin, ada } = await createTeam();
  const { id } = await create(ada.as);
  const member = await createMember(harness, organizationId);
  const { token: widgetToken } = await workos.widgets.createToken({
    organizationId,
    userId: admin.id,
    scopes: ['widgets:api-keys:manage'],
  });
  const refusals: [why: string, as: CallOptions][] = [
    ['no token', authorized(harness, undefined)],
    ['a role without the permission', (await signedIn(member.id, organizationId)).as],
    ['a widget token, which cannot carry it', authorized(harness, widgetToken)],
    ['an expired token', (await createTeam()).ada.as],
  ];
  harness.advance(301);
  for (const [why, as] of refusals) {
    const responses = await Promise.all([
      listUserApiKeys({}, as),
      listUserApiKeyPermissions({}, as),
      createUserApiKey({ name: 'Key', permissions: [] }, as),
      expireUserApiKey(id, {}, as),
      deleteUserApiKey(id, as),
    ]);
    assert.deepEqual(
      responses.map(({ status }) => status),
      [403, 403, 403, 403, 403],
      why,
    );
  }
  assert.deepEqual(await namesOf((await signedIn(ada.id, organizationId)).as), ['Key']);
});

test('applies a removed role immediately', async () => {
  const { organizationId, admin, ada } = await createTeam();
  await create(ada.as);
  const { data } = await workos.userManagement.listOrganizationMemberships({
    organizationId,
    userId: ada.id,
  });
  await workos.userManagement.updateOrganizationMembership(data[0]?.id ?? '', { roleSlug: 'member' });
  assert.equal((await listUserApiKeys({}, ada.as)).status, 403);
  assert.deepEqual(await namesOf(admin.as), ['Key'], 'the key stays');
});
