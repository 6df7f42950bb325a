import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainDataState } from '@workos-inc/node';
import { CLIENT_ID } from '../src/http/options.ts';
import { Browser, type Page, REDIRECT_URI, startSignIn } from './browser.ts';
import { createMember, mailsTo, newEmail, startHarness } from './harness.ts';
import { PASSWORD, PASSWORD_FIELDS } from './security.ts';
import {
  backToApp,
  createSsoOrganization,
  exchange,
  inPortal,
  lastSession,
  signInAtProvider,
  throughConnection,
} from './sso.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

for (const type of ['OktaSaml', 'OktaOidc'] as const) {
  test(`${type}: signs in addresses of the domain, and provisions new people`, async () => {
    const organization = await createSsoOrganization(harness, { type });
    const email = `grace.hopper@${organization.domain}`;
    const { browser, page, codeVerifier } = await startSignIn(harness);
    const provider = await browser.submit(page, '/sign-in', { email: email.toUpperCase() });
    assert.match(provider.text, /Sign in to Okta/);
    assert.match(provider.html, new RegExp(`name="email"[^>]*value="${email}"`, 'i'));
    const back = await signInAtProvider(browser, provider, {
      email,
      first_name: 'Grace <&"',
      last_name: "O'Hopper",
    });
    const session = await exchange(harness, back, codeVerifier);
    assert.equal(session.authenticationMethod, 'SSO');
    assert.equal(session.organizationId, organization.id);
    assert.equal(session.user.email, email);
    assert.equal(session.user.emailVerified, true);
    assert.equal(session.user.firstName, 'Grace <&"');
    assert.equal(session.user.lastName, "O'Hopper");
    const { data } = await userManagement.listOrganizationMemberships({ userId: session.user.id });
    assert.deepEqual(
      data.map(({ organizationId, status, role }) => [organizationId, status, role.slug]),
      [[organization.id, 'active', 'member']],
    );
    assert.equal(await lastSession(organization), 'Successful');

    const again = await throughConnection(organization, { email, first_name: 'Other' });
    const second = await exchange(harness, again.page, again.codeVerifier);
    assert.equal(second.user.id, session.user.id);
    assert.equal(second.user.firstName, 'Grace <&"', 'existing names stay');
  });

  test(`${type}: reports a sign-in that was denied at the identity provider`, async () => {
    const organization = await createSsoOrganization(harness, { type });
    const { page } = await throughConnection(organization, { deny: '1' });
    assert.equal(page.status, 400);
    assert.match(page.alert, /Okta denied your sign-in/);
    assert.equal(await lastSession(organization), 'Failed');
    const app = backToApp(page);
    assert.equal(app.get('error'), 'access_denied');
    assert.ok(app.get('state'));
  });
}

test('finds the connection by id, organization, or domain', async () => {
  const { connectionId, id, domain, portal } = await createSsoOrganization(harness);
  for (const query of [`connection_id=${connectionId}`, `organization_id=${id}`, `domain_hint=${domain}`]) {
    const page = await authorize(query);
    assert.match(page.text, /Sign in to Okta/, query);
  }
  assert.match((await authorize(`organization_id=${id}&provider=authkit`)).text, /No account yet/);
  assert.match((await authorize(`domain_hint=nowhere.example`)).text, /No account yet/);
  const hinted = await authorize(`connection_id=${connectionId}&login_hint=ada@${domain}`);
  assert.match(hinted.html, new RegExp(`value="ada@${domain}"`));

  await inPortal(portal, { action: 'require' });
  assert.match((await authorize(`organization_id=${id}&provider=authkit`)).text, /Sign in to Okta/);
  await inPortal(portal, { action: 'pause' });
  for (const connection of [connectionId, 'conn_none']) {
    const page = await authorize(`connection_id=${connection}&state=kept`);
    assert.equal(page.url.searchParams.get('error'), 'connection_invalid');
    assert.equal(page.url.searchParams.get('state'), 'kept');
  }
});

test('ignores a domain that is not verified', async () => {
  const organization = await createSsoOrganization(harness);
  await harness.workos.organizations.updateOrganization({
    organization: organization.id,
    domainData: [{ domain: organization.domain, state: DomainDataState.Pending }],
  });
  const { browser, page } = await startSignIn(harness);
  const signIn = await browser.submit(page, '/sign-in', { email: `ada@${organization.domain}` });
  assert.match(signIn.alert, /No account/);
  const { page: refused } = await throughConnection(organization, { email: `ada@${organization.domain}` });
  assert.match(refused.text, /not a member of this organization/);
});

test("rejects an address outside the organization's domains, and tells the app why", async () => {
  const organization = await createSsoOrganization(harness);
  const stranger = newEmail();
  const { page } = await throughConnection(organization, { email: stranger });
  assert.equal(page.status, 400);
  assert.match(page.alert, new RegExp(`identified you as ${stranger}`));
  assert.equal(backToApp(page).get('error'), 'profile_not_allowed_outside_organization');
  assert.equal((await userManagement.listUsers({ email: stranger })).data.length, 0);
});

test("verifies a member's address in another domain with an emailed code", async () => {
  const organization = await createSsoOrganization(harness);
  const guest = await createMember(harness, organization.id);
  const { page, browser, codeVerifier } = await throughConnection(organization, { email: guest.email });
  assert.match(page.text, /Check your email/);
  const wrong = await browser.submit(page, '/verify-email', { code: '000000' }, 'Verify');
  assert.equal(wrong.status, 422);
  const [mail] = await mailsTo(harness, guest.email);
  const session = await exchange(
    harness,
    await browser.submit(page, '/verify-email', { code: mail?.code ?? '' }, 'Verify'),
    codeVerifier,
  );
  assert.equal(session.user.id, guest.id);
  assert.equal(session.organizationId, organization.id);
  assert.equal(session.authenticationMethod, 'SSO');
});

test('lets invited people join, but not deactivated ones', async () => {
  const organization = await createSsoOrganization(harness);
  const email = `invited@${organization.domain}`;
  const { id } = await userManagement.sendInvitation({
    email,
    organizationId: organization.id,
    roleSlug: 'admin',
  });
  const { page, codeVerifier } = await throughConnection(organization, { email });
  const { user } = await exchange(harness, page, codeVerifier);
  assert.equal((await userManagement.getInvitation(id)).state, 'accepted');
  const { data } = await userManagement.listOrganizationMemberships({ userId: user.id });
  assert.equal(data[0]?.role.slug, 'admin');

  await userManagement.deactivateOrganizationMembership(data[0]?.id ?? '');
  const { page: refused } = await throughConnection(organization, { email });
  assert.match(refused.alert, /has been deactivated/);
  const memberships = await userManagement.listOrganizationMemberships({
    userId: user.id,
    statuses: ['inactive', 'active', 'pending'],
  });
  assert.equal(memberships.data[0]?.status, 'inactive');
});

test('removes a password that was set before the address was verified', async () => {
  const organization = await createSsoOrganization(harness);
  const email = `target@${organization.domain}`;
  const user = await userManagement.createUser({ email, ...PASSWORD_FIELDS });
  const { page, codeVerifier } = await throughConnection(organization, { email });
  assert.equal((await exchange(harness, page, codeVerifier)).user.emailVerified, true);
  await inPortal(organization.portal, { action: 'pause' });
  await assert.rejects(
    userManagement.authenticateWithPassword({ clientId: CLIENT_ID, email, password: PASSWORD }),
    { code: 'invalid_credentials' },
  );
  assert.equal((await userManagement.getUser(user.id)).email, email);
});

async function authorize(query: string): Promise<Page> {
  const parameters = new URLSearchParams({
    client_id: CLIENT_ID,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    ...Object.fromEntries(new URLSearchParams(query)),
  });
  return new Browser(harness).open(`/user_management/authorize?${parameters}`);
}
