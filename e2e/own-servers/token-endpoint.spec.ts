import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIRequestContext } from '@playwright/test';
import { decodeJwt } from 'jose';
import { API_KEY, COOKIE_PASSWORD, DIST_DIR, OWN_SERVERS } from '../servers.ts';
import { expect, test } from '../test.ts';

// These tests make Local WorkOS fail.
test.use({ ownServers: OWN_SERVERS.plain });
test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

test('mints a token for the session’s person and organization, with the widget’s scope alone', async ({
  request,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.startSession(request, organization.admin);
  const response = await mint(request, { widget: 'users-table' });
  expect(response.status()).toBe(201);
  expect(response.headers()['cache-control']).toContain('no-store');
  const { token, expiresAt, ...rest } = await response.json();
  expect(rest).toEqual({});
  const claims = decodeJwt(token);
  expect(claims).toMatchObject({
    sub: organization.admin.id,
    org_id: organization.id,
    permissions: ['widgets:users-table:manage'],
  });
  expect(expiresAt).toBe(new Date((claims.exp ?? 0) * 1000).toISOString());
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());

  const members = await request.get(`${localWorkOS.origin}/_widgets/UserManagement/members`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(members.status()).toBe(200);
  const second = await (await mint(request, { widget: 'users-table' })).json();
  expect(second.token).not.toBe(token);
});

test('a widget without scopes gets a token without permissions', async ({
  request,
  organization,
  localWorkOS,
}) => {
  const member = await localWorkOS.createMember(organization, 'Mira');
  await localWorkOS.startSession(request, member);
  const { token } = await (await mint(request, { widget: 'organization-switcher' })).json();
  expect(decodeJwt(token).permissions).toEqual([]);
});

test('each invalid request has its own error code', async ({ request, organization, localWorkOS }) => {
  await localWorkOS.startSession(request, organization.admin);
  const json = { 'Content-Type': 'application/json' };
  for (const [data, headers, code] of [
    ['{', json, 'invalid-json'],
    ['', json, 'invalid-json'],
    ['[]', json, 'invalid-request'],
    ['null', json, 'invalid-request'],
    ['{}', json, 'invalid-request'],
    ['{"widget":1}', json, 'invalid-request'],
    ['{"widget":""}', json, 'unknown-widget'],
    ['{"widget":"no-such"}', json, 'unknown-widget'],
    ['{"widget":"constructor"}', json, 'unknown-widget'],
    ['{"widget":"users-table","scopes":["widgets:sso:manage"]}', json, 'unexpected-field'],
    ['{"widget":"users-table","organizationId":"org_1"}', json, 'unexpected-field'],
    ['{"widget":"users-table"}', { 'Content-Type': 'text/plain' }, 'invalid-content-type'],
    ['widget=users-table', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'invalid-content-type'],
  ] as const) {
    const response = await request.post('/api/widgets/token', { data: Buffer.from(data), headers });
    await expectFailure(response, 400, code, data);
  }
});

test('refuses a token without a session, organization, or permission', async ({
  request,
  organization,
  localWorkOS,
}) => {
  await expectFailure(await mint(request, { widget: 'users-table' }), 401, 'signed-out');

  const loner = await localWorkOS.createPerson('Lone');
  await localWorkOS.startSession(request, loner);
  await expectFailure(await mint(request, { widget: 'users-table' }), 403, 'no-organization');

  const member = await localWorkOS.createMember(organization, 'Mira');
  await localWorkOS.startSession(request, member);
  await expectFailure(await mint(request, { widget: 'users-table' }), 403, 'missing-permission');
});

test('WorkOS’s current state overrides the session', async ({ request, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.startSession(request, admin);
  await localWorkOS.setRole(admin, organization, 'member');
  await expectFailure(await mint(request, { widget: 'users-table' }), 403, 'missing-permission');
  await localWorkOS.removeMember(admin, organization);
  await expectFailure(await mint(request, { widget: 'users-table' }), 403, 'no-organization');
});

test('refuses requests from other sites', async ({ request, organization, localWorkOS, baseURL }) => {
  await localWorkOS.startSession(request, organization.admin);
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: `${baseURL}.evil.example` },
    { 'Sec-Fetch-Site': 'cross-site' },
    // Another port on the same host is another app.
    { 'Sec-Fetch-Site': 'same-site', Origin: localWorkOS.origin },
  ];
  for (const headers of foreign) {
    await expectFailure(await mint(request, { widget: 'users-table' }, headers), 403, 'cross-origin');
  }
  const own: Record<string, string>[] = [{ Origin: baseURL ?? '' }, { 'Sec-Fetch-Site': 'same-origin' }];
  for (const headers of own) {
    expect((await mint(request, { widget: 'users-table' }, headers)).status()).toBe(201);
  }
});

test('each failure at WorkOS has its own error code', async ({ request, organization, localWorkOS }) => {
  await localWorkOS.startSession(request, organization.admin);
  for (const [answer, status, code] of [
    [429, 429, 'rate-limited'],
    [500, 502, 'unavailable'],
    [503, 502, 'unavailable'],
    [401, 503, 'misconfigured'],
    [403, 503, 'misconfigured'],
  ] as const) {
    await localWorkOS.addFault({ method: 'POST', path: '/widgets/token', status: answer });
    await expectFailure(await mint(request, { widget: 'users-table' }), status, code, String(answer));
    await localWorkOS.clearFaults();
  }
  expect((await mint(request, { widget: 'users-table' })).status()).toBe(201);
});

test('accepts POST only', async ({ request }) => {
  expect((await request.get('/api/widgets/token')).status()).toBe(405);
});

test('a page’s HTML contains only its own person’s widget tokens', async ({
  request,
  organization,
  localWorkOS,
}) => {
  expect(tokensIn(await (await request.get('/')).text())).toEqual([]);
  const member = await localWorkOS.createMember(organization, 'Mira');
  await localWorkOS.startSession(request, member);
  const forMember = tokensIn(await (await request.get('/users')).text()).map((token) => decodeJwt(token));
  expect(forMember).toEqual([expect.objectContaining({ sub: member.id, permissions: [] })]);

  await localWorkOS.startSession(request, organization.admin);
  const forAdmin = tokensIn(await (await request.get('/users')).text()).map((token) => decodeJwt(token));
  expect(forAdmin.map(({ permissions }) => permissions)).toContainEqual(['widgets:users-table:manage']);
  for (const claims of forAdmin) {
    expect(claims).toMatchObject({ sub: organization.admin.id, org_id: organization.id });
    // An AuthKit access token has a session ID, and must stay on the server.
    expect(claims).not.toHaveProperty('sid');
  }
});

test('browsers receive no secret', async ({ request, organization, localWorkOS }) => {
  await localWorkOS.startSession(request, organization.admin);
  const texts = new Map<string, string>();
  for (const path of ['/', '/users', '/overview', '/nowhere']) {
    texts.set(path, await (await request.get(path)).text());
  }
  const folder = join(DIST_DIR, 'static');
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    texts.set(path, await readFile(path, 'latin1'));
  }
  expect(texts.size).toBeGreaterThan(20);
  const secrets = [API_KEY, COOKIE_PASSWORD, 'WORKOS_COOKIE_PASSWORD', 'wos-session'];
  for (const [path, text] of texts) {
    expect(
      secrets.filter((secret) => text.includes(secret)),
      path,
    ).toEqual([]);
  }
});

function mint(request: APIRequestContext, data: object, headers: Record<string, string> = {}) {
  return request.post('/api/widgets/token', { data, headers });
}

async function expectFailure(
  response: Awaited<ReturnType<typeof mint>>,
  status: number,
  code: string,
  what?: string,
): Promise<void> {
  const body = await response.json();
  expect({ status: response.status(), code: body.error?.code }, what).toEqual({ status, code });
  expect(body).toEqual({ error: { code, message: expect.stringMatching(/\w{3}/) } });
  expect(response.headers()['cache-control']).toContain('no-store');
}

/** Every distinct JSON Web Token in a text. */
function tokensIn(html: string): string[] {
  return [...new Set(html.match(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g) ?? [])];
}
