import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT_ID } from '../src/http/options.ts';
import { startSignIn } from './browser.ts';
import { createMember, createOrganization, mailsTo, startHarness } from './harness.ts';
import { PASSWORD, PASSWORD_FIELDS } from './security.ts';
import {
  createPersonAt,
  createSsoOrganization,
  exchange,
  inPortal,
  signInAtProvider,
  throughConnection,
} from './sso.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

test('sends addresses of the domain to SSO, at sign-in and at sign-up', async () => {
  const organization = await createSsoOrganization(harness);
  const { email } = await createPersonAt(harness, organization.domain, organization.id);
  const { browser, page } = await startSignIn(harness, { screenHint: 'sign-up' });
  const signUp = await browser.submit(page, '/sign-up', { email, password: PASSWORD });
  assert.match(signUp.text, /Sign in to Okta/);
  const path = `/sign-in/password?${new URL(page.url).searchParams}&email=${email}`;
  const password = await browser.submit(await browser.open(path), '/sign-in/password', {
    password: 'whatever',
  });
  assert.match(password.text, /Sign in to Okta/);

  const { id } = (await userManagement.listUsers({ email })).data[0] ?? { id: '' };
  await userManagement.updateUser({ userId: id, ...PASSWORD_FIELDS });
  await assert.rejects(
    userManagement.authenticateWithPassword({ clientId: CLIENT_ID, email, password: PASSWORD }),
    {
      status: 400,
      code: 'sso_required',
      rawData: {
        error: 'sso_required',
        error_description: "Sign in through the organization's identity provider.",
        connection_ids: [organization.connectionId],
        email,
      },
    },
  );
});

test('rejects a password for an organization that requires SSO, and offers the way in', async () => {
  const organization = await createSsoOrganization(harness);
  const other = await createOrganization(harness);
  const guest = await createMember(harness, organization.id);
  await userManagement.createOrganizationMembership({ userId: guest.id, organizationId: other.id });
  await userManagement.updateUser({ userId: guest.id, ...PASSWORD_FIELDS });
  await inPortal(organization.portal, { action: 'require' });

  const { browser, page, codeVerifier } = await startSignIn(harness);
  const password = await browser.submit(page, '/sign-in', { email: guest.email });
  const choice = await browser.submit(password, '/sign-in/password', { password: PASSWORD });
  assert.match(choice.text, /Choose an organization/);
  const refused = await browser.submit(choice, '/select-organization', { organization_id: organization.id });
  assert.match(refused.text, /requires single sign-on/);
  const provider = await browser.click(refused, 'Continue with Okta');
  const code = await signInAtProvider(browser, provider, { email: guest.email });
  const [mail] = await mailsTo(harness, guest.email);
  const back = await browser.submit(code, '/verify-email', { code: mail?.code ?? '' }, 'Verify');
  const session = await exchange(harness, back, codeVerifier);
  assert.equal(session.organizationId, organization.id);

  // That session can switch to the other organization and back.
  for (const organizationId of [other.id, organization.id]) {
    const { refreshToken } = session;
    const renewed = await userManagement.authenticateWithRefreshToken({
      clientId: CLIENT_ID,
      refreshToken,
      organizationId,
    });
    assert.equal(renewed.organizationId, organizationId);
  }
});

test('requires SSO when switching to it, until that is turned off', async () => {
  const organization = await createSsoOrganization(harness);
  const other = await createSsoOrganization(harness);
  const { id, email } = await createPersonAt(harness, other.domain, organization.id);
  const { page, codeVerifier } = await throughConnection(other, { email });
  const { refreshToken } = await exchange(harness, page, codeVerifier);
  await inPortal(organization.portal, { action: 'require' });
  const refresh = (organizationId: string) =>
    userManagement.authenticateWithRefreshToken({ clientId: CLIENT_ID, refreshToken, organizationId });
  await assert.rejects(refresh(organization.id), {
    status: 400,
    code: 'sso_required',
    rawData: {
      error: 'sso_required',
      error_description: "Sign in through the organization's identity provider.",
      connection_ids: [organization.connectionId],
      email,
    },
  });
  assert.equal((await refresh(other.id)).user.id, id);

  await inPortal(organization.portal, { action: 'allow' });
  assert.equal((await refresh(organization.id)).organizationId, organization.id);
  await inPortal(organization.portal, { action: 'require' });
  await assert.rejects(refresh(organization.id), { code: 'sso_required' });
  await inPortal(organization.portal, { action: 'pause' });
  assert.equal((await refresh(organization.id)).organizationId, organization.id, 'no connection is active');
});
