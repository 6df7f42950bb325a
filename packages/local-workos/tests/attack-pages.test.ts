import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { dashboardRoutes, hostedRoutes } from '../src/page-routes.ts';
import { saveOAuthProfile } from '../src/store/oauth-profiles.ts';
import { listDeliveries, recordAttempt } from '../src/store/webhook-deliveries.ts';
import { createWebhookEndpoint } from '../src/store/webhook-endpoints.ts';
import { newEvent } from './audit-logs.ts';
import { Browser, openAuthorize, startSignIn, tokensOf } from './browser.ts';
import { newEmail, sendRaw, startHarness } from './harness.ts';
import { openPortal } from './portal.ts';

const harness = await startHarness();
const { workos } = harness;

/** Closes an attribute, and an element, of a page that does not escape it. */
const MARKUP = `"'><img src=x onerror=alert(1)><script>alert(1)</script>`;
const escaped = encodeURIComponent(MARKUP);

let endpointId = '';
let organizationId = '';
let userId = '';
let email = '';

before(async () => {
  const { db } = harness.server.local;
  const events = ['organization.created'];
  endpointId = createWebhookEndpoint(db, { endpoint_url: `https://${MARKUP}`, events, status: 'enabled' }).id;
  const organization = await workos.organizations.createOrganization({ name: `O ${MARKUP}` });
  organizationId = organization.id;
  for (const { id } of listDeliveries(db, endpointId, 1)) {
    recordAttempt(db, id, { response_status: 500, response_body: MARKUP, error: null });
  }
  email = newEmail();
  const actor = { id: MARKUP, type: 'user', name: MARKUP };
  const targets = [{ id: MARKUP, type: MARKUP, name: MARKUP }];
  await workos.auditLogs.createEvent(organizationId, newEvent({ actor, targets, action: MARKUP }));
  const user = await workos.userManagement.createUser({
    email,
    firstName: MARKUP,
    lastName: MARKUP,
    password: 'seven-lemons-sang',
    emailVerified: true,
    metadata: { note: MARKUP },
  });
  userId = user.id;
  await workos.userManagement.createOrganizationMembership({ userId, organizationId, roleSlug: 'admin' });
  await workos.apiKeys.createOrganizationApiKey({ organizationId, name: MARKUP });
  await workos.userManagement.sendInvitation({ email: newEmail(), organizationId });
  await harness.postForm('/flags', { slug: 'marked-up', name: MARKUP, description: MARKUP });
  await workos.featureFlags.addFlagTarget({ slug: 'marked-up', targetId: userId });
  await harness.postForm('/settings/jwt-template', { content: JSON.stringify({ claim: MARKUP }) });
  await harness.postForm(`/organizations/${organizationId}/entitlements`, { entitlements: MARKUP });
  harness.server.local.faultHooks.add({ path: `/${MARKUP}`, status: 500, body: MARKUP });
  await sendRaw(harness, `/${escaped}?q=${escaped}`, { headers: { 'User-Agent': MARKUP } });
});

/** Pages at an address of their own, with what a stranger can put into it. */
const PAGES: Record<string, () => string> = {
  '/': () => `/?to=${escaped}`,
  '/people': () => `/people?search=${escaped}`,
  '/people/:id/security': () => `/people/${userId}/security?problem=${escaped}`,
  '/people/:id/impersonate': () => `/people/${userId}/impersonate`,
  '/organizations': () => '/organizations',
  '/organizations/:id/manage': () => `/organizations/${organizationId}/manage?problem=${escaped}`,
  '/flags': () => `/flags?problem=${escaped}`,
  '/flags/:slug': () => '/flags/marked-up',
  '/pipes': () => `/pipes?problem=${escaped}`,
  '/pipes/redirecting': () => `/pipes/redirecting?error=${escaped}`,
  '/settings': () => `/settings?problem=${escaped}`,
  '/requests': () => `/requests?search=${escaped}`,
  '/events': () => `/events?event=${escaped}`,
  '/webhooks': () => '/webhooks',
  '/webhooks/:id': () => `/webhooks/${endpointId}?problem=${escaped}`,
  '/faults': () => '/faults',
  '/invite': () => `/invite?invitation_token=${escaped}`,
  '/reset-password': () => `/reset-password?token=${escaped}&authorization_session_id=${escaped}`,
  '/device': () => `/device?user_code=${escaped}`,
  '/device/return': () => `/device/return?code=${escaped}`,
  '/passwordless/:token/confirm': () => `/passwordless/${escaped}/confirm`,
  '/portal/launch': () => `/portal/launch?apiToken=${escaped}`,
  '/data-integrations/:link/authorize-redirect': () => `/data-integrations/${escaped}/authorize-redirect`,
  '/data-integrations/:slug/:redirectKey/callback': () =>
    `/data-integrations/${escaped}/${escaped}/callback?error=${escaped}&state=${escaped}`,
  '/user_management/authorize': () =>
    `/user_management/authorize?client_id=${escaped}&redirect_uri=${escaped}&state=${escaped}`,
  '/user_management/sessions/logout': () =>
    `/user_management/sessions/logout?session_id=${escaped}&return_to=${escaped}`,
  '/identity-provider/:connectionId/sign-in': () =>
    `/identity-provider/${escaped}/sign-in?SAMLRequest=${escaped}&RelayState=${escaped}&redirect_uri=${escaped}`,
  '/identity-provider/:connectionId/sign-out': () => `/identity-provider/${escaped}/sign-out`,
  '/sso/authorize': () => `/sso/authorize?client_id=${escaped}&redirect_uri=${escaped}&state=${escaped}`,
  '/sso/logout': () => `/sso/logout?token=${escaped}`,
  '/providers/:slug/authorize': () =>
    `/providers/github/authorize?client_id=${escaped}&redirect_uri=${escaped}&state=${escaped}&scope=${escaped}`,
};

/** Pages of a sign-in, with what its address can carry. */
const SIGN_IN_PAGES = [
  '/sign-in',
  '/sign-in/password',
  '/sign-up',
  '/forgot-password',
  '/verify-email',
  '/mfa',
  '/mfa/enroll',
  '/select-organization',
  '/create-passkey',
  '/sso/start',
  '/sso/provider',
  '/sign-in/provider',
];

const PORTAL_PAGES = {
  '/portal/directory-sync/people/new': 'dsync',
  '/portal/directory-sync/people/:id': 'dsync',
  '/portal/domains': 'domain_verification',
  '/portal/single-sign-on': 'sso',
  '/portal/directory-sync': 'dsync',
  '/portal/audit-log-stream': 'log_streams',
  '/portal/audit-logs': 'audit_logs',
  '/portal/bring-your-own-key': 'bring_your_own_key',
} as const;

/** They answer with JSON or a picture. */
const NOT_PAGES = [
  '/audit-log-exports/:file',
  '/providers/:slug/me',
  '/sso/jwks/:clientId',
  '/sso/profile',
  '/pictures/:file',
];

function assertEscaped(html: string): void {
  assert.doesNotMatch(html, /<img src=x/);
  assert.doesNotMatch(html, /<script>alert/);
  assert.doesNotMatch(html, /(href|src|action)="\s*javascript:/i);
}

function assertProtected(headers: Headers): void {
  const policy = headers.get('Content-Security-Policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.match(policy, /base-uri 'none'/);
  assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
  assert.equal(headers.get('Cache-Control'), 'no-store');
  for (const cookie of headers.getSetCookie()) {
    assert.match(cookie, /; HttpOnly/i);
    assert.match(cookie, /; SameSite=(Lax|Strict)/i);
  }
}

for (const [route, address] of Object.entries(PAGES)) {
  test(`${route} shows markup as text, and has the headers of a page`, async () => {
    const response = await sendRaw(harness, address(), {
      headers: { Accept: 'text/html' },
    });
    const html = await response.text();
    const type = response.headers.get('Content-Type') ?? '';
    if (type.startsWith('text/html')) {
      assertEscaped(html);
      assertProtected(response.headers);
    } else assert.ok(response.headers.get('Location') !== null || type.startsWith('application/json'), type);
    assert.doesNotMatch(response.headers.get('Location') ?? '', /^javascript:/i);
  });
}

for (const path of SIGN_IN_PAGES) {
  test(`${path} shows markup as text`, async () => {
    const { browser, page } = await startSignIn(harness, { loginHint: MARKUP });
    const { authorization_session_id: id = '' } = tokensOf(page);
    assertEscaped(page.html);
    const shown = await browser.open(
      `${path}?authorization_session_id=${id}&email=${escaped}&error=${escaped}`,
    );
    assertEscaped(shown.html);
  });
}

for (const [form, fields] of [
  ['/sign-in', { email: MARKUP }],
  ['/sign-up', { email: MARKUP, first_name: MARKUP, last_name: MARKUP, password: MARKUP }],
  ['/forgot-password', { email: MARKUP }],
  ['/sign-in/password', { email: MARKUP, password: MARKUP }],
] as const) {
  test(`${form} shows what was typed as text`, async () => {
    const { browser, page } = await startSignIn(harness);
    const response = await browser.post(form, { ...fields, ...tokensOf(page) });
    assertEscaped(await response.text());
  });
}

test("a provider's page shows hints, accounts, and what was typed as text", async () => {
  const { db } = harness.server.local;
  const account = { provider: 'GoogleOAuth', idp_id: '1', email: MARKUP, last_name: MARKUP } as const;
  saveOAuthProfile(db, userId, { ...account, first_name: MARKUP });
  const hints = { login_hint: MARKUP, domain_hint: MARKUP };
  const browser = new Browser(harness);
  const page = await openAuthorize(harness, { provider: 'GoogleOAuth', ...hints }, browser);
  assert.equal(page.url.pathname, '/sign-in/provider');
  assert.ok(page.text.includes(MARKUP));
  assertEscaped(page.html);
  const typed = { email: MARKUP, first_name: MARKUP, last_name: MARKUP };
  const answer = await browser.submit(page, '/sign-in/provider', typed, 'First name');
  assert.equal(answer.status, 422);
  assertEscaped(answer.html);
});

test('the pages after a sign-in show markup as text', async () => {
  const other = await workos.organizations.createOrganization({ name: `P ${MARKUP}` });
  await workos.userManagement.createOrganizationMembership({ userId, organizationId: other.id });
  const { browser, page } = await startSignIn(harness);
  const password = await browser.submit(page, '/sign-in', { email });
  const choose = await browser.submit(password, '/sign-in/password', { password: 'seven-lemons-sang' });
  assert.equal(choose.url.pathname, '/select-organization');
  assertEscaped(choose.html);
});

for (const [path, intent] of Object.entries(PORTAL_PAGES)) {
  test(`${path} shows the name of an organization that is markup as text`, async () => {
    const { browser, page } = await openPortal(harness, organizationId, intent);
    assertEscaped(page.html);
    const shown = await browser.open(`${path.replace(':id', escaped)}?problem=${escaped}`);
    assert.doesNotMatch(shown.text, /link cannot be used/);
    assertEscaped(shown.html);
  });
}

test('every page is attacked here', () => {
  const { local } = harness.server;
  const pages = [...dashboardRoutes, ...hostedRoutes]
    .flatMap((routes) => routes(local).routes)
    .filter(({ method }) => method === 'GET')
    .map(({ path }) => path);
  const attacked = [...Object.keys(PAGES), ...SIGN_IN_PAGES, ...Object.keys(PORTAL_PAGES), ...NOT_PAGES];
  assert.deepEqual([...new Set(pages)].toSorted(), [...new Set(attacked)].toSorted());
});
