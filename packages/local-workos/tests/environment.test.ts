import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { API_KEY } from '../src/http/options.ts';
import { openAuthorize } from './browser.ts';
import { answer, type Harness, sendRaw, startHarness } from './harness.ts';

const harness = await startHarness();
const { workos, post } = harness;
const newOrigin = () => `https://${randomUUID()}.example`;

const authorize = (redirectUri: string) => openAuthorize(harness, { redirect_uri: redirectUri });

test('allows a redirect URI as soon as it is added', async () => {
  const uri = `${newOrigin()}/callback`;
  assert.equal((await authorize(uri)).status, 400);
  assert.equal((await post('/user_management/redirect_uris', { uri })).status, 201);
  assert.equal((await authorize(uri)).status, 200);
});

test('adds a redirect URI once, and only if it is a URL', async () => {
  const uri = `${newOrigin()}/callback`;
  assert.equal((await post('/user_management/redirect_uris', { uri })).status, 201);
  assert.equal((await post('/user_management/redirect_uris', { uri })).status, 422);
  const ofTheApp = { uri: 'http://localhost:3000/callback' };
  assert.equal((await post('/user_management/redirect_uris', ofTheApp)).status, 422);
  for (const wrong of ['callback', 'javascript:alert(1)', 3, undefined]) {
    assert.equal((await post('/user_management/redirect_uris', { uri: wrong })).status, 422, String(wrong));
  }
});

test('allows a CORS origin as soon as it is added', async () => {
  const origin = newOrigin();
  const allowed = async () => {
    const response = await sendRaw(harness, '/_widgets/UserManagement/members', {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
    });
    return response.headers.get('Access-Control-Allow-Origin');
  };
  assert.equal(await allowed(), null);
  assert.equal((await post('/user_management/cors_origins', { origin })).status, 201);
  assert.equal(await allowed(), origin);
});

test('adds a CORS origin once, and only without a path', async () => {
  const origin = newOrigin();
  assert.equal((await post('/user_management/cors_origins', { origin })).status, 201);
  assert.equal((await post('/user_management/cors_origins', { origin })).status, 409);
  const ofTheApp = { origin: 'http://localhost:3000' };
  assert.equal((await post('/user_management/cors_origins', ofTheApp)).status, 409);
  for (const wrong of [`${newOrigin()}/path`, '*', 'localhost', undefined]) {
    assert.equal((await post('/user_management/cors_origins', { origin: wrong })).status, 422, wrong);
  }
});

interface Listed {
  data: { id: string; uri?: string; origin?: string; default?: boolean; created_at: string }[];
  list_metadata: { before: string | null; after: string | null };
}

async function list(of: Harness, path: string): Promise<Listed> {
  const response = await of.get(`/user_management/${path}`);
  assert.equal(response.status, 200);
  return (await response.json()) as Listed;
}

const remove = (of: Harness, id: string) =>
  of.request(`/user_management/redirect_uris/${id}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${API_KEY}` },
  });

test('lists redirect URIs, those of the command line first, page by page', async () => {
  const own = await startHarness({
    origins: ['http://localhost:3000', 'http://localhost:5000'],
    redirectUris: ['myapp://callback', 'http://localhost:5000/callback'],
  });
  const uri = `${newOrigin()}/callback`;
  const { body: added } = await answer(await own.post('/user_management/redirect_uris', { uri }));
  const { data, list_metadata } = await list(own, 'redirect_uris?order=asc');
  assert.deepEqual(data.at(-1), added);
  assert.deepEqual(list_metadata, { before: null, after: null });
  assert.deepEqual(Object.fromEntries(data.map((each) => [each.uri, each.default])), {
    'http://localhost:3000/callback': true,
    'http://localhost:5000/callback': false,
    'myapp://callback': false,
    [uri]: false,
  });
  for (const { id } of data) assert.match(id, /^redir_[0-9A-HJKMNP-TV-Z]{26}$/);
  assert.deepEqual((await list(own, 'redirect_uris?order=asc')).data, data, 'the same each time');
  const first = await list(own, 'redirect_uris?limit=3&order=desc');
  const second = await list(own, `redirect_uris?limit=3&order=desc&after=${first.list_metadata.after}`);
  assert.deepEqual([...first.data, ...second.data], data.toReversed());
  assert.equal((await own.get('/user_management/redirect_uris', 'sk_wrong')).status, 401);
});

test('deletes a redirect URI, but none of the command line', async () => {
  const own = await startHarness({ redirectUris: ['myapp://callback'] });
  const uri = `${newOrigin()}/callback`;
  const { id } = (await (await own.post('/user_management/redirect_uris', { uri })).json()) as { id: string };
  assert.equal((await remove(own, id)).status, 204);
  assert.equal((await openAuthorize(own, { redirect_uri: uri })).status, 400);
  assert.deepEqual((await answer(await remove(own, id))).status, 404);
  const { data } = await list(own, 'redirect_uris');
  const ids = Object.fromEntries(data.map((each) => [each.uri, each.id]));
  assert.deepEqual(await answer(await remove(own, ids['http://localhost:3000/callback'] ?? '')), {
    status: 409,
    body: { message: 'Cannot delete the default redirect URI.' },
  });
  assert.equal((await remove(own, ids['myapp://callback'] ?? '')).status, 409);
  assert.deepEqual((await list(own, 'redirect_uris')).data, data);
});

test('lists CORS origins, those of the command line first, page by page', async () => {
  const own = await startHarness({ corsOrigins: ['https://flag.example', 'http://localhost:3000'] });
  const origin = newOrigin();
  const { body: added } = await answer(await own.post('/user_management/cors_origins', { origin }));
  const { data } = await list(own, 'cors_origins?order=asc');
  assert.deepEqual(data.at(-1), added);
  assert.deepEqual(
    data.map((each) => each.origin).toSorted(),
    ['http://localhost:3000', 'https://flag.example', origin].toSorted(),
  );
  for (const { id } of data) assert.match(id, /^cors_origin_[0-9A-HJKMNP-TV-Z]{26}$/);
  const first = await list(own, 'cors_origins?limit=2');
  const second = await list(own, `cors_origins?limit=2&after=${first.list_metadata.after}`);
  assert.deepEqual([...first.data, ...second.data], data.toReversed());
  assert.equal((await own.get('/user_management/cors_origins', 'sk_wrong')).status, 401);
});

test('ignores an idempotency key: WorkOS documents none for this operation', async () => {
  const options = { idempotencyKey: randomUUID() };
  const create = () => workos.organizations.createOrganization({ name: 'Twice' }, options);
  assert.notEqual((await create()).id, (await create()).id);
});
