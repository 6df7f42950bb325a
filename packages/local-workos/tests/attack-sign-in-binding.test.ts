import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, type Page, startSignIn, tokensOf } from './browser.ts';
import { createMember, createOrganization, mailsTo, newEmail, sendRaw, startHarness } from './harness.ts';
import { answerOf, askProvider, atProvider, createSsoOrganization, throughConnection } from './sso.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

/** The pages of a sign-in: whoever has one's address could go on with it. */
const PAGES = [
  '/sign-in',
  '/sign-in/password',
  '/sign-up',
  '/verify-email',
  '/forgot-password',
  '/mfa',
  '/mfa/enroll',
  '/select-organization',
  '/create-passkey',
  '/sso/start',
] as const;

/** What the forms of those pages do. */
const FORMS: [path: string, fields: Record<string, string>][] = [
  ['/sign-in', { email: 'ada@example.com' }],
  ['/sign-in/password', { email: 'ada@example.com', password: 'widgets-on-localhost' }],
  ['/sign-in/continue', { user_id: 'user_01E4ZCR3C56J083X43JQXF3JK5' }],
  ['/sign-in/passkey', { response: '{}' }],
  ['/sign-in/passkey/options', {}],
  ['/sign-up', { email: 'new@example.com', password: 'widgets-on-localhost' }],
  ['/verify-email', { code: '123456' }],
  ['/verify-email', { resend: '1' }],
  ['/forgot-password', { email: 'ada@example.com' }],
  ['/mfa', { code: '123456' }],
  ['/mfa/enroll', { factor_id: 'x', code: '123456' }],
  ['/select-organization', { organization_id: 'org_01EHZNVPK3SFK441A1RGBFSHRT' }],
  ['/create-passkey', { skip: 'later' }],
  ['/create-passkey/options', {}],
];

for (const path of PAGES) {
  test(`shows ${path} to the browser that began the sign-in alone`, async () => {
    const { page } = await startSignIn(harness);
    const thief = new Browser(harness);
    const address = `${path}?authorization_session_id=${sessionOf(page)}`;
    expectOtherBrowser(await thief.open(address));
    // Nor after it has begun one of its own, and has a cookie.
    await startSignIn(harness, {}, thief);
    expectOtherBrowser(await thief.open(address));
  });
}

for (const [path, fields] of FORMS) {
  test(`takes ${path} with ${Object.keys(fields)[0] ?? 'nothing'} from the browser that began the sign-in alone`, async () => {
    const { page } = await startSignIn(harness);
    const thief = await startSignIn(harness);
    const { form_token = '' } = tokensOf(thief.page);
    const response = await thief.browser.post(path, {
      ...fields,
      form_token,
      authorization_session_id: sessionOf(page),
    });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /This sign-in belongs to another browser/);
    assert.equal(response.headers.get('Location'), null);
  });
}

for (const type of ['OktaSaml', 'OktaOidc'] as const) {
  test(`${type}: takes the provider’s answer in the browser that began the sign-in alone`, async () => {
    const organization = await createSsoOrganization(harness, { type });
    const { browser, page } = await atProvider(organization);
    const { action, fields } = answerOf(
      await askProvider(browser, page, { email: `ada@${organization.domain}` }),
    );
    const victim = await startSignIn(harness);
    const response = await victim.browser.post(action, {
      ...fields,
      form_token: tokensOf(victim.page).form_token ?? '',
    });
    assert.match(await response.text(), /This sign-in belongs to another browser/);
  });
}

test('opens a link to reset a password in any browser, which then starts a sign-in of its own', async () => {
  const { id, email } = await userManagement.createUser({ email: newEmail(), password: 'seven-lemons-sang' });
  const { browser, page } = await startSignIn(harness);
  const forgot = await browser.open(`/forgot-password?authorization_session_id=${sessionOf(page)}`);
  await browser.submit(forgot, '/forgot-password', { email });
  const [mail] = await mailsTo(harness, email);
  const elsewhere = new Browser(harness);
  const reset = await elsewhere.open(mail?.link ?? '');
  const done = await elsewhere.submit(reset, '/reset-password', { password: 'eight-lemons-sang' });
  assert.match(done.text, /Your password has been changed/);
  assert.doesNotMatch(done.html, new RegExp(sessionOf(page)));
  await userManagement.deleteUser(id);
});

for (const [what, prepare] of [
  ['a used', (id: string) => userManagement.acceptInvitation(id)],
  ['a revoked', (id: string) => userManagement.revokeInvitation(id)],
  ['an expired', async () => harness.advance(31 * 86_400)],
] as const) {
  test(`does not take ${what} invitation as proof of a mailbox that another identity provider claims`, async () => {
    const organization = await createSsoOrganization(harness);
    const other = await createOrganization(harness);
    const { email } = await createMember(harness, organization.id);
    const invitation = await userManagement.sendInvitation({ email, organizationId: other.id });
    await prepare(invitation.id);
    const { page } = await throughConnection(organization, { email }, invitation.token);
    assert.notEqual(page.url.pathname, '/callback');
    assert.match(page.text, /Check your email|cannot be used|no longer/i);
  });
}

for (const name of ['127.0.0.1', '[::1]']) {
  test(`goes on as localhost with a sign-in that began as ${name}, so that the browser stays the same`, async () => {
    const { port } = new URL(harness.origin);
    const path = '/user_management/authorize?client_id=client_local&state=x';
    const response = await sendRaw(harness, path, { headers: { Host: `${name}:${port}` } });
    assert.equal(response.headers.get('Location'), harness.origin + path);
    assert.equal(response.headers.get('Set-Cookie'), null);
  });
}

function sessionOf(page: Page): string {
  return tokensOf(page).authorization_session_id ?? '';
}

function expectOtherBrowser(page: Page): void {
  assert.equal(page.status, 400, page.text);
  assert.match(page.text, /This sign-in belongs to another browser/);
}
