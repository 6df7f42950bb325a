import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../src/server.ts';
import { Browser } from './browser.ts';
import { answer, MARCELINA, sendRaw, startHarness } from './harness.ts';

const harness = await startHarness();

function authorize(redirectUri: string): Promise<Response> {
  const query = new URLSearchParams({
    client_id: 'client_local',
    redirect_uri: redirectUri,
    response_type: 'code',
    provider: 'authkit',
  });
  return sendRaw(harness, `/user_management/authorize?${query}`, {});
}

test('allows a rejected redirect URI in each way that its page names', async () => {
  const uri = 'http://localhost:5173/auth';
  const refused = await authorize(uri);
  assert.equal(refused.status, 400);
  const page = await refused.text();
  assert.match(page, /--redirect-uri http:\/\/localhost:5173\/auth/);
  assert.match(page, /href="\/settings\?redirect_uri=http%3A%2F%2Flocalhost%3A5173%2Fauth#redirect-uris"/);

  await harness.postForm('/settings/redirect-uris', { uri });
  assert.equal((await authorize(uri)).status, 302);
  const { html } = await new Browser(harness).open('/settings');
  assert.match(html, /Remove http:\/\/localhost:5173\/auth/);
  const [, id] = /action="\/settings\/redirect-uris\/(\w+)\/remove"/.exec(html) ?? [];
  await harness.postForm(`/settings/redirect-uris/${id}/remove`, {});
  assert.equal((await authorize(uri)).status, 400);
});

for (const [allowed, taken, refused] of [
  ['http://localhost:*/callback', 'http://localhost:5173/callback', 'http://localhost.evil.example/callback'],
  ['http://127.0.0.1:*/cb', 'http://127.0.0.1:9/cb', 'http://127.0.0.1:9/cb/more'],
  ['https://*.ours-app.com/cb', 'https://preview-1.ours-app.com/cb', 'https://a.b.ours-app.com/cb'],
  ['https://pr-*.their-app.com/cb', 'https://pr-7.their-app.com/cb', 'https://x.their-app.com/cb'],
] as const) {
  test(`the redirect URI ${allowed} allows ${taken}, not ${refused}`, async () => {
    const saved = await harness.postForm('/settings/redirect-uris', { uri: allowed });
    assert.equal(saved.status, 302);
    assert.equal((await authorize(taken)).status, 302);
    assert.equal((await authorize(refused)).status, 400);
  });
}

for (const [path, fields] of [
  ['redirect-uris', { uri: 'localhost' }],
  ['redirect-uris', { uri: 'http://*.com/callback' }],
  ['redirect-uris', { uri: 'http://localhost:3000/*' }],
  ['redirect-uris', { uri: 'javascript:alert(1)' }],
  ['redirect-uris', { uri: 'http://localhost:3000/callback' }],
  ['cors-origins', { origin: 'http://localhost:3000/' }],
  ['cors-origins', { origin: '*' }],
  ['sign-in-endpoint', { endpoint: '/login' }],
] as const) {
  test(`Settings rejects ${JSON.stringify(fields)}, and keeps the input`, async () => {
    const response = await harness.postForm(`/settings/${path}`, fields);
    assert.equal(response.status, 422);
    const page = await response.text();
    assert.match(page, /role="alert"/);
    for (const value of Object.values(fields)) assert.ok(page.includes(`value="${value}"`), page);
  });
}

test('“Sign in as” redirects to the sign-in endpoint', async () => {
  const signIn = () => harness.postForm(`/people/${MARCELINA}/sign-in`, {});
  assert.equal((await signIn()).headers.get('Location'), 'http://localhost:3000/sign-in');
  await harness.postForm('/settings/sign-in-endpoint', { endpoint: 'http://localhost:5000/login' });
  assert.equal((await signIn()).headers.get('Location'), 'http://localhost:5000/login');
  await harness.postForm('/settings/sign-in-endpoint', { endpoint: '' });
  assert.equal((await signIn()).headers.get('Location'), 'http://localhost:3000/sign-in');
});

test('the flags override the default, and stay allowed', async (t) => {
  const server = await startServer({
    port: 0,
    data: ':memory:',
    redirectUris: ['http://localhost:6000/cb'],
    corsOrigins: ['http://localhost:6000'],
    signInEndpoint: 'http://localhost:6000/log-in',
  });
  t.after(() => server.close());
  const own = { ...harness, origin: server.origin };
  const form = await sendRaw(own, `/people/${MARCELINA}/sign-in`, { method: 'POST', body: '' });
  assert.equal(form.headers.get('Location'), 'http://localhost:6000/log-in');
});

test("gives a person's picture a short URL of Local WorkOS", async () => {
  const { profilePictureUrl } = await harness.workos.userManagement.getUser(MARCELINA);
  assert.equal(profilePictureUrl, `${harness.origin}/pictures/${MARCELINA}.svg`);
  const response = await sendRaw(harness, `/pictures/${MARCELINA}.svg`, {});
  assert.equal(response.headers.get('Content-Type'), 'image/svg+xml');
  assert.match(response.headers.get('Content-Security-Policy') ?? '', /default-src 'none'/);
  assert.match(await response.text(), />MD</);
  assert.equal((await answer(await sendRaw(harness, '/pictures/user_nobody.svg', {}))).status, 404);
});

test('seeds a user agent for each session', async () => {
  const { data } = await harness.workos.userManagement.listSessions(MARCELINA);
  assert.ok(data.length > 0);
  for (const { userAgent } of data) assert.match(userAgent ?? '', /^Mozilla\//);
});
