import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openAuthorize } from './browser.ts';
import { sendRaw, startHarness } from './harness.ts';

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

test('ignores an idempotency key: WorkOS documents none for this operation', async () => {
  const options = { idempotencyKey: randomUUID() };
  const create = () => workos.organizations.createOrganization({ name: 'Twice' }, options);
  assert.notEqual((await create()).id, (await create()).id);
});
