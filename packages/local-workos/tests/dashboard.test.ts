import assert from 'node:assert/strict';
import { test } from 'node:test';
import { members } from '@workos-inc/widgets/experimental/api/fetch';
import { Browser } from './browser.ts';
import {
  ACME,
  authorized,
  createMember,
  createOrganization,
  type Harness,
  mailsTo,
  newEmail,
  startHarness,
  widgetToken,
} from './harness.ts';

const harness = await startHarness();
const { organizations, userManagement } = harness.workos;

const open = (path: string, of: Harness = harness) => new Browser(of).open(path);

test('the inbox shows the latest email first, for everyone or one recipient', async () => {
  const own = await startHarness();
  assert.match((await open('/', own)).text, /No mail yet/);
  const emails = [newEmail(), newEmail()];
  for (const email of emails) await own.workos.userManagement.sendInvitation({ email, organizationId: ACME });
  const [first = '', second = ''] = emails;
  const all = await open('/', own);
  assert.ok(all.text.indexOf(second) < all.text.indexOf(first));
  const one = await open(`/?${new URLSearchParams({ to: first.toUpperCase() })}`, own);
  assert.match(one.text, /You have been invited to join Acme Corporation/);
  assert.doesNotMatch(one.text, new RegExp(second));
  assert.match((await new Browser(own).click(one, 'Show all')).text, new RegExp(second));
});

test('the link in an email leads to the app that Local WorkOS was started for', async () => {
  const own = await startHarness({ origins: ['http://localhost:5173', 'http://localhost:3000'] });
  const email = newEmail();
  await own.workos.userManagement.sendInvitation({ email, organizationId: ACME });
  const [mail] = await mailsTo(own, email);
  const { url } = await new Browser(own).open(mail?.link ?? '');
  assert.equal(url.origin + url.pathname, 'http://localhost:5173/sign-in');
});

test('People lists everyone, by page and by search, with their organizations', async () => {
  const browser = new Browser(harness);
  const first = await browser.open('/people');
  const second = await browser.click(first, 'Older');
  const rows = (html: string) => [...html.matchAll(/action="\/people\/(\w+)\/sign-in"/g)].map(([, id]) => id);
  assert.ok(rows(first.html).length > 0);
  assert.deepEqual(
    rows(first.html).filter((id) => rows(second.html).includes(id)),
    [],
  );
  assert.deepEqual(rows((await browser.click(second, 'Newer')).html), rows(first.html));

  const found = await browser.open('/people?search=MIKA');
  assert.match(found.text, /Mika Laine mika\.laine@example\.com/);
  assert.match(found.text, /Member · Acme Corporation/);
  assert.match((await browser.open('/people?search=nobody-at-all')).text, /No one matches/);
  assert.equal((await harness.postForm('/people/user_none/sign-in')).status, 404);
});

test('Organizations is a page for browsers and a list for API clients', async () => {
  const page = await open('/organizations');
  assert.match(page.text, /Acme Corporation/);
  assert.match((await new Browser(harness).click(page, 'Globex')).text, /Globex org_/);
  assert.equal((await harness.get('/organizations')).headers.get('content-type'), 'application/json');
  assert.equal((await open('/organizations/org_none/manage')).status, 404);
});

test("an organization's page toggles multiple roles and expires an invitation", async () => {
  const { id } = await createOrganization(harness);
  const email = newEmail();
  const invitation = await userManagement.sendInvitation({ email, organizationId: id });
  const browser = new Browser(harness);
  const page = await browser.open(`/organizations/${id}/manage`);
  assert.match(page.text, /A member can have only one role\./);
  const several = await browser.submit(page, `/organizations/${id}/multiple-roles`, { enabled: '1' });
  assert.match(several.text, /can have several roles/);

  assert.match(page.text, new RegExp(`${email} pending`));
  const expired = await browser.submit(page, `/invitations/${invitation.id}/expire`);
  assert.match(expired.text, new RegExp(`${email} expired`));
  assert.equal((await userManagement.getInvitation(invitation.id)).state, 'expired');
  const as = authorized(harness, await widgetToken(harness, id));
  const listed = await members({ search: email }, as);
  assert.ok(listed.status === 200 && listed.data.data[0]?.status === 'InviteExpired');
  assert.equal((await harness.postForm('/invitations/invitation_none/expire')).status, 404);
});

test('expiring an invitation to no organization returns to the list', async () => {
  const { id } = await harness.workos.userManagement.sendInvitation({ email: newEmail() });
  const response = await harness.postForm(`/invitations/${id}/expire`);
  assert.deepEqual([response.status, response.headers.get('Location')], [302, '/organizations']);
});

test('rejects an unreadable form', async () => {
  const headers = { 'Content-Type': 'multipart/form-data' };
  for (const path of ['/settings', '/faults', `/organizations/${ACME}/mfa`, '/sign-in']) {
    const response = await harness.request(path, { method: 'POST', headers, body: 'no form' });
    assert.equal(response.status, 400, path);
  }
});

test('Requests shows the path, status, and time, without secrets', async () => {
  const own = await startHarness();
  await own.get('/organizations?search=secret');
  await own.get('/organizations/org_none');
  own.server.local.faultHooks.add({ path: '/user_management/users', status: 422, body: { message: 'No.' } });
  await own.get('/user_management/users');
  const { text } = await open('/requests', own);
  assert.match(text, /GET \/organizations 200 \d+\.\d ms/);
  assert.match(text, /GET \/organizations\/org_none 404 \d+\.\d ms/);
  assert.match(text, /GET \/user_management\/users 422 fault \d+\.\d ms/);
  assert.doesNotMatch(text, /secret/);
});

test('Faults adds, shows, plays, and removes faults', async () => {
  const own = await startHarness();
  const browser = new Browser(own);
  const page = await browser.open('/faults');
  assert.match(page.text, /None\./);
  const wrong = await browser.submit(page, '/faults', { path: 'health', status: '99' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.alert, /status/);
  const added = await browser.submit(page, '/faults', {
    method: 'GET',
    path: '/health',
    status: '503',
    count: '3',
  });
  assert.match(added.text, /GET \/health 503 3 Remove/);
  assert.equal((await own.request('/health')).status, 503);
  const [hook] = own.server.local.faultHooks.list();
  assert.equal(hook?.count, 2);
  const removed = await browser.submit(await browser.open('/faults'), `/faults/${hook?.id}/remove`);
  assert.match(removed.text, /None\./);
  assert.equal((await own.request('/health')).status, 200);
});

test('every page has its title, its navigation entry, and its security headers', async () => {
  for (const [path, title] of [
    ['/', 'Inbox'],
    ['/people', 'People'],
    ['/organizations', 'Organizations'],
    ['/requests', 'Requests'],
    ['/faults', 'Faults'],
  ] as const) {
    const response = await harness.request(path, { headers: { Accept: 'text/html' } });
    const html = await response.text();
    assert.match(html, new RegExp(`<title>${title} · Local WorkOS</title>`));
    assert.match(html, new RegExp(`href="${path}"\\s+aria-current="page"`));
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(response.headers.get('X-Content-Type-Options'), 'nosniff');
  }
  assert.match((await harness.request('/assets/styles.css')).headers.get('Content-Type') ?? '', /^text\/css/);
  assert.equal((await harness.request('/favicon.ico')).headers.get('Content-Type'), 'image/svg+xml');
});

test('escapes names', async () => {
  const name = '<img src=x onerror=alert(1)>';
  const { id } = await organizations.createOrganization({ name });
  const member = await createMember(harness, id);
  await userManagement.updateUser({ userId: member.id, firstName: name });
  for (const path of ['/organizations', `/organizations/${id}/manage`, `/people?search=${member.email}`]) {
    const { html } = await open(path);
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /&lt;img/);
  }
});
