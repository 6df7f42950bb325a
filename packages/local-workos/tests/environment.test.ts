import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { Browser } from './browser.ts';
import { ACME, sendRaw, startHarness } from './harness.ts';

const harness = await startHarness();
const { workos, post } = harness;
const newOrigin = () => `https://${randomUUID()}.example`;

const authorize = (redirectUri: string) =>
  new Browser(harness).open(
    `/user_management/authorize?${new URLSearchParams({
      client_id: CLIENT_ID,
      redirect_uri: redirectUri,
      response_type: 'code',
      provider: 'authkit',
    })}`,
  );

test('a redirect URI works from when it is added', async () => {
  const uri = `${newOrigin()}/callback`;
  assert.equal((await authorize(uri)).status, 400);
  assert.equal((await post('/user_management/redirect_uris', { uri })).status, 201);
  assert.equal((await authorize(uri)).status, 200);
});

test('a redirect URI is added once, and only a web address', async () => {
  const uri = `${newOrigin()}/callback`;
  assert.equal((await post('/user_management/redirect_uris', { uri })).status, 201);
  assert.equal((await post('/user_management/redirect_uris', { uri })).status, 422);
  const ofTheApp = { uri: 'http://localhost:3000/callback' };
  assert.equal((await post('/user_management/redirect_uris', ofTheApp)).status, 422);
  for (const wrong of ['callback', 'javascript:alert(1)', 3, undefined]) {
    assert.equal((await post('/user_management/redirect_uris', { uri: wrong })).status, 422, String(wrong));
  }
});

test('a CORS origin works from when it is added', async () => {
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

test('a CORS origin is added once, and has no path', async () => {
  const origin = newOrigin();
  assert.equal((await post('/user_management/cors_origins', { origin })).status, 201);
  assert.equal((await post('/user_management/cors_origins', { origin })).status, 409);
  const ofTheApp = { origin: 'http://localhost:3000' };
  assert.equal((await post('/user_management/cors_origins', ofTheApp)).status, 409);
  for (const wrong of [`${newOrigin()}/path`, '*', 'localhost', undefined]) {
    assert.equal((await post('/user_management/cors_origins', { origin: wrong })).status, 422, wrong);
  }
});

const createOrganization = (name: string, idempotencyKey: string) =>
  workos.organizations.createOrganization({ name }, { idempotencyKey });

async function namedSo(name: string): Promise<number> {
  const all = await (await workos.organizations.listOrganizations({ limit: 100 })).autoPagination();
  return all.filter((each) => each.name === name).length;
}

test('requests with one idempotency key do what they ask for once, at the same time too', async () => {
  const name = `Organization ${randomUUID()}`;
  const key = randomUUID();
  const created = await Promise.all([1, 2, 3].map(() => createOrganization(name, key)));
  assert.equal(new Set(created.map(({ id }) => id)).size, 1);
  assert.equal(await namedSo(name), 1);
  await createOrganization(name, randomUUID());
  assert.equal(await namedSo(name), 2);
});

test('an idempotency key is of one operation, and forgotten after a day', async () => {
  const name = `Organization ${randomUUID()}`;
  const key = randomUUID();
  const { id } = await createOrganization(name, key);
  const email = `${randomUUID()}@example.com`;
  const user = await harness.request('/user_management/users', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${API_KEY}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
    },
    body: JSON.stringify({ email }),
  });
  assert.equal(((await user.json()) as { email: string }).email, email);
  harness.advance(86_401);
  assert.notEqual((await createOrganization(name, key)).id, id);
});

test('a token is made anew for the same idempotency key', async () => {
  const key = randomUUID();
  const mint = async () => {
    const response = await harness.request('/widgets/token', {
      method: 'POST',
      headers: { Authorization: `Bearer ${API_KEY}`, 'Idempotency-Key': key },
      body: JSON.stringify({ organization_id: ACME }),
    });
    return ((await response.json()) as { token: string }).token;
  };
  assert.notEqual(await mint(), await mint());
});

test('what failed is tried again with the same key', async () => {
  const key = randomUUID();
  await assert.rejects(createOrganization('', key), { status: 422 });
  assert.equal((await createOrganization('Initech Europe', key)).name, 'Initech Europe');
});
