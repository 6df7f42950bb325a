import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateAdminPortalLink } from '@workos-inc/widgets/experimental/api/fetch';
import { Browser } from './browser.ts';
import { authorized, createMember, createOrganization, startHarness, widgetToken } from './harness.ts';
import { openPortal } from './portal.ts';

const harness = await startHarness();

/** Each intent, with its permission and the page it opens. */
const INTENTS = [
  ['domain_verification', 'widgets:domain-verification:manage', '/portal/domains', 'Domains'],
  ['sso', 'widgets:sso:manage', '/portal/single-sign-on', 'Single sign-on'],
  ['log_streams', 'widgets:audit-log-streaming:manage', '/portal/audit-log-stream', undefined],
] as const;

for (const [intent, scope, path, title] of INTENTS) {
  test(`${intent}: creates a link for the token's organization`, async () => {
    const { id, adminId } = await createOrganization(harness);
    const token = await widgetToken(harness, id, adminId, [scope]);
    const { status, data } = await generateAdminPortalLink({ intent }, authorized(harness, token));
    assert.equal(status, 201);
    const page = await new Browser(harness).open(data.link);
    assert.equal(page.url.pathname, path);
    if (title) assert.match(page.text, new RegExp(`${title} Admin Portal for Organization`));
  });

  test(`${intent}: rejects the permissions of other intents, and requests without a token`, async () => {
    const { id, adminId } = await createOrganization(harness);
    const others = INTENTS.map(([, other]) => other).filter((other) => other !== scope);
    const token = await widgetToken(harness, id, adminId, others);
    assert.equal((await generateAdminPortalLink({ intent }, authorized(harness, token))).status, 403);
    assert.equal((await generateAdminPortalLink({ intent }, authorized(harness, undefined))).status, 403);
  });
}

test('creates no link for a member whose role lost the permission', async () => {
  const { id } = await createOrganization(harness);
  const admin = await createMember(harness, id, 'admin');
  const token = await widgetToken(harness, id, admin.id, ['widgets:sso:manage']);
  const { userManagement } = harness.workos;
  const { data } = await userManagement.listOrganizationMemberships({ userId: admin.id });
  await userManagement.updateOrganizationMembership(data[0]?.id ?? '', { roleSlug: 'member' });
  assert.equal((await generateAdminPortalLink({ intent: 'sso' }, authorized(harness, token))).status, 403);
});

test("answers 404 for an intent that the widgets don't have", async () => {
  const { id, adminId } = await createOrganization(harness);
  const token = await widgetToken(harness, id, adminId, ['widgets:sso:manage']);
  for (const intent of ['', 'dsync', 'constructor']) {
    const { status } = await generateAdminPortalLink({ intent: intent as 'sso' }, authorized(harness, token));
    assert.equal(status, 404);
  }
});

test('accepts a link once, opened directly or posted as the widgets do', async () => {
  const { id } = await createOrganization(harness);
  const link = await generateLink({ organization: id, intent: 'sso' });
  const apiToken = new URL(link).searchParams.get('apiToken') ?? '';
  const posted = await harness.request('/portal/launch', {
    method: 'POST',
    body: new URLSearchParams({ apiToken }),
    redirect: 'manual',
  });
  assert.equal(posted.status, 303);
  assert.equal(posted.headers.get('Location'), '/portal/single-sign-on');
  assert.match(posted.headers.get('Set-Cookie') ?? '', /HttpOnly; SameSite=Lax/);

  const again = await new Browser(harness).open(link);
  assert.equal(again.status, 400);
  assert.match(again.alert, /has already been used/);
});

test('expires a link after five minutes, and its session after an hour', async () => {
  const { id } = await createOrganization(harness);
  const link = await generateLink({ organization: id, intent: 'sso' });
  const { browser, page } = await openPortal(harness, id, 'sso');
  assert.equal(page.status, 200);
  harness.advance(301);
  const late = await new Browser(harness).open(link);
  assert.equal(late.status, 400);
  assert.match(late.alert, /has expired/);

  assert.equal((await browser.open('/portal/single-sign-on')).status, 200);
  harness.advance(3600);
  const ended = await browser.open('/portal/single-sign-on');
  assert.equal(ended.status, 400);
  assert.match(ended.text, /Your session has ended/);
});

test('expires links and sessions on demand', async () => {
  const { id } = await createOrganization(harness);
  const link = await generateLink({ organization: id, intent: 'sso' });
  const { browser } = await openPortal(harness, id, 'sso');
  const organization = await browser.open(`/organizations/${id}/manage`);
  await browser.submit(organization, `/organizations/${id}/portal-links/expire`);
  assert.match((await browser.open('/portal/single-sign-on')).text, /Your session has ended/);
  assert.match((await browser.open(link)).alert, /has expired/);
});

test('rejects an incomplete link', async () => {
  for (const address of ['/portal/launch', '/portal/launch?apiToken=made-up']) {
    const page = await new Browser(harness).open(address);
    assert.equal(page.status, 400);
    assert.match(page.alert, /incomplete/);
  }
});

test('limits a session to the pages of its intent and its organization', async () => {
  const { id } = await createOrganization(harness);
  const other = await createOrganization(harness);
  const { domain } = await addDomain(other.id);
  const { browser } = await openPortal(harness, id, 'domain_verification');
  assert.equal((await browser.open('/portal/single-sign-on')).status, 400);
  assert.equal((await browser.open('/portal/directory-sync')).status, 400);
  const page = await browser.open('/portal/domains');
  assert.doesNotMatch(page.text, new RegExp(domain));

  const strangers = new Browser(harness);
  for (const path of ['/portal/domains', '/portal/single-sign-on']) {
    assert.equal((await strangers.open(path)).status, 400);
  }
});

test('the public API checks intents, the organization, and return URLs', async () => {
  const { id } = await createOrganization(harness);
  const returnUrl = 'https://app.example/settings';
  const link = await generateLink({ organization: id, intent: 'certificate_renewal', return_url: returnUrl });
  const page = await new Browser(harness).open(link);
  assert.equal(page.url.pathname, '/portal/single-sign-on');
  assert.match(page.html, /<a href="https:\/\/app\.example\/settings">Back to the app<\/a>/);

  const { status } = await harness.post('/portal/generate_link', { organization: 'org_none', intent: 'sso' });
  assert.equal(status, 404);
  for (const wrong of [{}, { organization: id, intent: 'world_domination' }, { organization: 7 }]) {
    assert.equal((await harness.post('/portal/generate_link', wrong)).status, 422);
  }
  assert.equal((await harness.post('/portal/generate_link', { organization: id }, 'sk_wrong')).status, 401);
});

test('every documented intent has a page that leads back to the app', async () => {
  const { id } = await createOrganization(harness);
  const return_url = 'https://app.example/settings';
  for (const [intent, path, text] of [
    ['sso', '/portal/single-sign-on', /Single sign-on/],
    ['dsync', '/portal/directory-sync', /Directory Sync/i],
    ['log_streams', '/portal/audit-log-stream', /Audit log/i],
    ['domain_verification', '/portal/domains', /Domains/],
    ['certificate_renewal', '/portal/single-sign-on', /no certificate to renew/],
    ['bring_your_own_key', '/portal/bring-your-own-key', /can't use a key of Organization/],
  ] as const) {
    const link = await generateLink({ organization: id, intent, return_url });
    const page = await new Browser(harness).open(link);
    assert.deepEqual([page.status, page.url.pathname], [200, path]);
    assert.match(page.text, text);
    assert.match(page.html, /<a href="https:\/\/app\.example\/settings">Back to the app<\/a>/);
  }
});

test('accepts up to 20 addresses of IT contacts', async () => {
  const { id } = await createOrganization(harness);
  const link = (it_contact_emails: unknown) =>
    harness.post('/portal/generate_link', { organization: id, intent: 'sso', it_contact_emails });
  assert.equal((await link(Array(20).fill('it@example.com'))).status, 201);
  for (const wrong of [Array(21).fill('it@example.com'), ['nobody'], 'it@example.com', [7]]) {
    assert.equal((await link(wrong)).status, 422);
  }
});

async function generateLink(body: Record<string, string>): Promise<string> {
  const response = await harness.post('/portal/generate_link', body);
  assert.equal(response.status, 201);
  return ((await response.json()) as { link: string }).link;
}

async function addDomain(organizationId: string): Promise<{ domain: string }> {
  const domain = `${crypto.randomUUID()}.example`;
  return harness.workos.organizationDomains.createOrganizationDomain({ organizationId, domain });
}
