import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CreateOrganizationApiKeyRequest,
  createOrganizationApiKey,
  deleteOrganizationApiKey,
  expireOrganizationApiKey,
  listOrganizationApiKeyPermissions,
  listOrganizationApiKeys,
} from '@workos-inc/widgets/experimental/api/fetch';
import {
  ACME,
  authorized,
  type CallOptions,
  createOrganization,
  MARCELINA,
  startHarness,
} from './harness.ts';

const API_KEYS = 'widgets:api-keys:manage';
const HOUR = 3600;

const harness = await startHarness();
const { workos } = harness;

/** A new organization, and the calls of its admin. */
async function createAdmin() {
  const { id, adminId } = await createOrganization(harness);
  return { organizationId: id, adminId, as: await asAdmin(id, adminId) };
}

async function asAdmin(organizationId: string, userId: string): Promise<CallOptions> {
  const { token } = await workos.widgets.createToken({ organizationId, userId, scopes: [API_KEYS] });
  return authorized(harness, token);
}

/** Creates a key with default fields. */
async function create(as: CallOptions, more: Partial<CreateOrganizationApiKeyRequest> = {}) {
  const response = await createOrganizationApiKey({ name: 'Key', permissions: [], ...more }, as);
  assert.equal(response.status, 201);
  return response.data;
}

async function namesOf(as: CallOptions, search?: string): Promise<string[]> {
  const response = await listOrganizationApiKeys({ limit: 100, ...(search ? { search } : {}) }, as);
  assert.equal(response.status, 200);
  return response.data.data.map(({ name }) => name);
}

function inSeconds(seconds: number): string {
  return new Date(harness.server.local.db.now().getTime() + seconds * 1000).toISOString();
}

test('creates a key, shows its value once, and keeps only a hash', async () => {
  const { as } = await createAdmin();
  const expiresAt = inSeconds(HOUR);
  const created = await create(as, {
    name: '  Production  ',
    permissions: ['reports:write', 'reports:read', 'reports:read'],
    expiresAt,
  });
  assert.match(created.id, /^api_key_/);
  assert.match(created.value, /^sk_\S{32}$/);
  const { value, ...described } = created;
  assert.deepEqual(described, {
    id: created.id,
    name: 'Production',
    obfuscatedValue: `sk_...${value.slice(-4)}`,
    createdAt: created.createdAt,
    expiresAt,
    permissions: ['reports:read', 'reports:write'],
  });

  const listed = await listOrganizationApiKeys({}, as);
  assert.deepEqual(listed.data, { data: [{ ...described, lastUsedAt: null }], list_metadata: {} });
  const row = harness.server.local.db.get('SELECT * FROM api_keys WHERE id = :id', { id: created.id });
  assert.ok(!JSON.stringify(row).includes(value));
});

test('keeps a key without an expiry', async () => {
  const { as } = await createAdmin();
  const { expiresAt } = await create(as);
  assert.equal(expiresAt, null);
  assert.equal((await create(as, { expiresAt: null })).expiresAt, null);
});

test('names the invalid field, and creates no key', async () => {
  const { as } = await createAdmin();
  const wrong: [more: Record<string, unknown>, status: number, field: string, code: string][] = [
    [{ name: '' }, 400, 'name', 'required'],
    [{ name: ' \t' }, 400, 'name', 'required'],
    [{ name: undefined }, 400, 'name', 'required'],
    [{ name: 7 }, 400, 'name', 'invalid_type'],
    [{ name: 'x'.repeat(256) }, 400, 'name', 'too_long'],
    [{ permissions: undefined }, 400, 'permissions', 'required'],
    [{ permissions: 'reports:read' }, 400, 'permissions', 'invalid_type'],
    [{ permissions: Array(101).fill('reports:read') }, 400, 'permissions', 'too_many'],
    [{ permissions: ['reports:read', 'unheard:of'] }, 422, 'permissions', 'invalid_permission'],
    [{ permissions: [API_KEYS] }, 422, 'permissions', 'invalid_permission'],
    [{ expiresAt: 'tomorrow' }, 400, 'expiresAt', 'invalid_date'],
    [{ expiresAt: 1_900_000_000 }, 400, 'expiresAt', 'invalid_date'],
    [{ expiresAt: '9999-12-31T23:00:00-14:00' }, 400, 'expiresAt', 'invalid_date'],
    [{ expiresAt: '0000-01-01T00:00:00+14:00' }, 400, 'expiresAt', 'invalid_date'],
    [{ expiresAt: inSeconds(-1) }, 400, 'expiresAt', 'in_the_past'],
  ];
  for (const [more, status, field, code] of wrong) {
    const body = { name: 'Key', permissions: [], ...more } as unknown as CreateOrganizationApiKeyRequest;
    const response = await createOrganizationApiKey(body, as);
    assert.equal(response.status, status, JSON.stringify(more));
    assert.deepEqual('errors' in response.data && response.data.errors, [{ code, field }]);
  }
  assert.deepEqual(await namesOf(as), []);
  assert.equal((await create(as, { name: 'x'.repeat(255) })).name.length, 255);
});

test('lists the newest first, page by page in both directions', async () => {
  const { as } = await createAdmin();
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) await create(as, { name });
  const page = async (cursor: { before?: string; after?: string }) => {
    const response = await listOrganizationApiKeys({ limit: 2, ...cursor }, as);
    assert.equal(response.status, 200);
    return { names: response.data.data.map(({ name }) => name), ...response.data.list_metadata };
  };
  const first = await page({});
  assert.deepEqual([first.names, first.after], [['Five', 'Four'], undefined]);
  const second = await page({ before: first.before ?? '' });
  assert.deepEqual(second.names, ['Three', 'Two']);
  const third = await page({ before: second.before ?? '' });
  assert.deepEqual([third.names, third.before], [['One'], undefined]);
  assert.deepEqual(await page({ after: third.after ?? '' }), second);
  assert.deepEqual(await page({ after: second.after ?? '' }), first);
});

test('searches by part of the name, ignoring case', async () => {
  const { as } = await createAdmin();
  for (const name of ['Nightly backup', 'Staging', '100% _load_']) await create(as, { name });
  assert.deepEqual(await namesOf(as, 'BACK'), ['Nightly backup']);
  assert.deepEqual(await namesOf(as, ' staging '), ['Staging']);
  assert.deepEqual(await namesOf(as, '%'), ['100% _load_'], 'a wildcard is an ordinary character');
  assert.deepEqual(await namesOf(as, 'nothing'), []);
});

test('checks paging parameters', async () => {
  const { as } = await createAdmin();
  for (const params of [{ limit: 0 }, { limit: 101 }, { limit: Number.NaN }]) {
    assert.equal((await listOrganizationApiKeys(params, as)).status, 400);
    assert.equal((await listOrganizationApiKeyPermissions(params, as)).status, 400);
  }
});

test("offers the product's permissions, not WorkOS's own", async () => {
  const { as } = await createAdmin();
  const all = await listOrganizationApiKeyPermissions({ limit: 100 }, as);
  assert.equal(all.status, 200);
  assert.deepEqual(
    all.data.data.map(({ slug, name, description }) => [slug, name, description]),
    [
      ['billing:manage', 'Manage billing', 'See invoices and change the plan'],
      ['reports:read', 'Read reports', 'See every report and download it'],
      ['reports:write', 'Write reports', 'Create, change and delete reports'],
    ],
  );
  const first = await listOrganizationApiKeyPermissions({ limit: 1, search: 'REPORTS' }, as);
  assert.equal(first.status, 200);
  assert.equal(first.data.data[0]?.slug, 'reports:read');
  const { before = '' } = first.data.list_metadata;
  const second = await listOrganizationApiKeyPermissions({ limit: 1, search: 'REPORTS', before }, as);
  assert.equal(second.status, 200);
  assert.deepEqual(
    [second.data.data[0]?.slug, second.data.list_metadata.before],
    ['reports:write', undefined],
  );
});

test('sets, moves, and clears an expiry, and expires a key now', async () => {
  const { as } = await createAdmin();
  const { id } = await create(as);
  const expire = async (body: { expiresAt?: string | null }) => {
    const response = await expireOrganizationApiKey(id, body, as);
    assert.equal(response.status, 200);
    return response.data.expiresAt;
  };
  const tomorrow = inSeconds(24 * HOUR);
  assert.equal(await expire({ expiresAt: tomorrow }), tomorrow);
  assert.equal(await expire({ expiresAt: '2039-05-01T10:00:00+02:00' }), '2039-05-01T08:00:00.000Z');
  assert.equal(await expire({ expiresAt: null }), null);
  const beyond = await expireOrganizationApiKey(id, { expiresAt: '9999-12-31T23:00:00-14:00' }, as);
  assert.equal(beyond.status, 400);

  const soon = (await expire({ expiresAt: inSeconds(-HOUR) })) ?? '';
  assert.ok(soon > inSeconds(-HOUR / 2) && soon <= inSeconds(0), 'a past time means now');
  const { id: other } = await create(as);
  const atOnce = await expireOrganizationApiKey(other, {}, as);
  assert.equal(atOnce.status, 200);
  assert.ok((atOnce.data.expiresAt ?? '') <= inSeconds(0));
});

test('does not restore an expired key', async () => {
  const { as } = await createAdmin();
  const { id } = await create(as, { expiresAt: inSeconds(60) });
  harness.advance(60);
  for (const expiresAt of [null, inSeconds(HOUR), inSeconds(-HOUR), undefined]) {
    const response = await expireOrganizationApiKey(id, { expiresAt }, as);
    assert.deepEqual(
      [response.status, response.data],
      [409, { code: 'api_key_already_expired', message: 'The API key has already expired.' }],
    );
  }
  assert.deepEqual(await namesOf(as), ['Key'], 'it is listed until it is revoked');
});

test('rejects an invalid date', async () => {
  const { as } = await createAdmin();
  const { id } = await create(as);
  for (const expiresAt of ['', 'soon', '2039-13-01T00:00:00Z', '2039-05-01', 5]) {
    const response = await expireOrganizationApiKey(id, { expiresAt: expiresAt as string }, as);
    assert.deepEqual(
      [response.status, 'errors' in response.data && response.data.errors],
      [400, [{ code: 'invalid_date', field: 'expiresAt' }]],
    );
  }
  const listed = await listOrganizationApiKeys({}, as);
  assert.equal(listed.status === 200 && listed.data.data[0]?.expiresAt, null);
});

test('deletes a revoked key', async () => {
  const { as } = await createAdmin();
  const { id } = await create(as);
  const revoked = await deleteOrganizationApiKey(id, as);
  assert.deepEqual([revoked.status, revoked.data], [200, { success: true }]);
  assert.deepEqual(await namesOf(as), []);
  assert.equal((await deleteOrganizationApiKey(id, as)).status, 404);
  assert.equal((await expireOrganizationApiKey(id, { expiresAt: null }, as)).status, 404);
});

test("answers 404 for another organization's keys and for personal keys", async () => {
  const owner = await createAdmin();
  const stranger = await createAdmin();
  const { id } = await create(owner.as);
  const personal = await workos.userManagement.createUserApiKey(owner.adminId, {
    name: 'Mine',
    organizationId: owner.organizationId,
  });
  assert.deepEqual(await namesOf(stranger.as), []);
  assert.deepEqual(await namesOf(owner.as), ['Key'], 'none of them is listed');
  for (const [apiKeyId, as] of [
    [id, stranger.as],
    [personal.id, owner.as],
  ] as const) {
    assert.equal((await deleteOrganizationApiKey(apiKeyId, as)).status, 404);
    assert.equal((await expireOrganizationApiKey(apiKeyId, {}, as)).status, 404);
  }
  assert.deepEqual(await namesOf(owner.as), ['Key']);
});

test('requires a token for an organization with the permission', async () => {
  const { organizationId, adminId, as } = await createAdmin();
  const { id } = await create(as);
  const { token: otherScope } = await workos.widgets.createToken({
    organizationId,
    userId: adminId,
    scopes: ['widgets:sso:manage'],
  });
  const calls = (options: CallOptions) => [
    createOrganizationApiKey({ name: 'Key', permissions: [] }, options),
    listOrganizationApiKeys({}, options),
    listOrganizationApiKeyPermissions({}, options),
    expireOrganizationApiKey(id, {}, options),
    deleteOrganizationApiKey(id, options),
  ];
  const expired = await asAdmin(organizationId, adminId);
  harness.advance(HOUR + 1);
  for (const options of [authorized(harness, undefined), authorized(harness, otherScope), expired]) {
    const responses = await Promise.all(calls(options));
    assert.deepEqual(
      responses.map(({ status }) => status),
      [403, 403, 403, 403, 403],
    );
  }
  assert.deepEqual(await namesOf(await asAdmin(organizationId, adminId)), ['Key']);
});

test('accepts a token without a person', async () => {
  const { organizationId } = await createAdmin();
  const { token } = await workos.widgets.createToken({ organizationId, scopes: [API_KEYS] });
  const created = await create(authorized(harness, token), { permissions: ['reports:read'] });
  assert.deepEqual(created.permissions, ['reports:read']);
});

test('seeds keys of every kind on two pages', async () => {
  const fresh = await startHarness();
  const { token } = await fresh.workos.widgets.createToken({
    organizationId: ACME,
    userId: MARCELINA,
    scopes: [API_KEYS],
  });
  const response = await listOrganizationApiKeys({ limit: 100 }, authorized(fresh, token));
  assert.equal(response.status, 200);
  const keys = response.data.data;
  assert.ok(keys.length > 10 && keys.length <= 20);
  const now = fresh.server.local.db.timestamp();
  assert.ok(keys.some(({ expiresAt }) => expiresAt && expiresAt < now));
  assert.ok(keys.some(({ expiresAt }) => expiresAt && expiresAt > now));
  assert.ok(keys.some(({ lastUsedAt, expiresAt }) => !lastUsedAt && !expiresAt));
  assert.ok(keys.some(({ lastUsedAt }) => lastUsedAt));
});
