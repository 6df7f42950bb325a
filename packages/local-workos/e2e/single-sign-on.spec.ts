import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes } from './accessibility.ts';
import { newDomain, openAdminPortal, setUpSso, signInAtProvider } from './admin-portal.ts';
import { comeBack, expect, expectNoSidewaysScroll, test } from './test.ts';

const PATH = '/single-sign-on';

test('shows no connection, sets one up in the Admin Portal, then shows it as active', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  await expect(page).toHaveTitle(/^Single sign-on/);
  await expect(page.getByText("You haven't set up Single Sign-On yet.")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const portal = await openAdminPortal(page, page.getByRole('button', { name: 'Set up SSO' }));
  await portal.getByLabel('Identity provider').selectOption('Okta (SAML)');
  await portal.getByRole('button', { name: 'Continue' }).click();
  await expect(portal.getByText('Not active')).toBeVisible();
  await comeBack(page);
  await expectConnection(page, 'Okta', 'Setup in progress');

  // The organization has no domain yet. The page to add one links back here.
  const domain = newDomain();
  await portal.getByRole('link', { name: 'Add or verify a domain' }).click();
  await portal.getByLabel('Domain').fill(domain);
  await portal.getByRole('button', { name: 'Add domain' }).click();
  await portal.getByRole('button', { name: `Add record: ${domain}` }).click();
  await expect(portal.getByRole('heading', { name: domain })).toContainText('Verified');
  await portal.getByRole('link', { name: 'Back to single sign-on' }).click();
  await portal.getByRole('checkbox', { name: domain }).check();
  await expectAccessibleInBothThemes(portal);
  await expectNoSidewaysScroll(portal);
  await portal.getByRole('button', { name: 'Activate' }).click();
  await expect(portal.getByText('No sign-ins yet.')).toBeVisible();
  await expectAccessibleInBothThemes(portal);
  await expectNoSidewaysScroll(portal);
  await portal.close();

  await comeBack(page);
  await expectConnection(page, 'Okta', 'Connected');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('shows an expired certificate, then a renewed one', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await setUpSso(localWorkOS, organization, { type: 'OneLoginSaml', validity: 'expired' });
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  await expectConnection(page, 'OneLogin', 'Requires action');
  const expiry = page.getByText(/The SAML response signing certificate expired on/);
  await expect(expiry).toContainText(
    new Intl.DateTimeFormat('en-US', { dateStyle: 'long' }).format(yesterday()),
  );
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const portal = await openAdminPortal(page, manageButton(page));
  await expect(portal.getByText(/^Expired \w+ \d/)).toBeVisible();
  await portal.getByLabel('Signing certificate').selectOption('Valid for a year');
  await portal.getByRole('button', { name: 'Renew certificate' }).click();
  await expect(portal.getByText(/^Valid until/)).toBeVisible();
  await portal.close();
  await comeBack(page);
  await expectConnection(page, 'OneLogin', 'Connected');
  await expect(expiry).toHaveCount(0);
});

test('stays connected while a certificate is about to expire', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await setUpSso(localWorkOS, organization, { type: 'AzureSaml', validity: 'soon' });
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  // The widget has a text for this, but never shows it, because admin-portal-sso-connection.js checks for
  // "Expired" first.
  await expectConnection(page, 'Azure', 'Connected');
});

test('shows the last sign-in, and follows a pause and a removal', {
  tag: '@desktop',
}, async ({ page, otherPage, organization, localWorkOS }) => {
  const domain = await setUpSso(localWorkOS, organization, { type: 'GoogleOidc' });
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  await expectConnection(page, 'Google', 'Connected');
  await expect(page.getByText(/Last session/)).toHaveCount(0);

  await otherPage.goto('/sign-in');
  await otherPage.getByLabel('Email').fill(`grace@${domain}`);
  await otherPage.getByRole('button', { name: 'Continue', exact: true }).click();
  await signInAtProvider(otherPage, { firstName: 'Grace', lastName: 'Hopper' });
  await expect(otherPage).toHaveURL('/users');
  await comeBack(page);
  await expect(page.getByText('Last session now')).toBeVisible();

  const portal = await openAdminPortal(page, manageButton(page));
  await expect(portal.getByRole('listitem')).toContainText('Successful');
  await portal.getByRole('button', { name: 'Pause connection' }).click();
  await expect(portal.getByText('Not active')).toBeVisible();
  await comeBack(page);
  await expectConnection(page, 'Google', 'Setup in progress');
  await portal.getByRole('button', { name: 'Remove connection' }).click();
  await expect(portal.getByLabel('Identity provider')).toBeVisible();
  await comeBack(page);
  await expect(page.getByText("You haven't set up Single Sign-On yet.")).toBeVisible();
});

test.describe('invalid input in the Admin Portal', () => {
  // Chromium logs the status 422 of each response.
  test.use({ allowedConsoleErrors: /status of 422/ });

  test('rejects a connection without a verified domain', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const { domain } = await localWorkOS.sdk.organizationDomains.createOrganizationDomain({
      organizationId: organization.id,
      domain: newDomain(),
    });
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const portal = await openAdminPortal(page, page.getByRole('button', { name: 'Set up SSO' }));
    await portal.getByRole('button', { name: 'Continue' }).click();
    await portal.getByRole('button', { name: 'Activate' }).click();
    await expect(portal.getByRole('alert')).toHaveText('Choose a domain.');
    await portal.getByRole('checkbox', { name: domain }).check();
    await portal.getByRole('button', { name: 'Activate' }).click();
    await expect(portal.getByRole('alert')).toHaveText(`${domain} is not verified yet.`);
    await expectAccessible(portal);
    await comeBack(page);
    await expectConnection(page, 'Okta', 'Setup in progress');
  });
});

test('names each kind of provider', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const portal = await openAdminPortal(page, page.getByRole('button', { name: 'Set up SSO' }));
  for (const [choice, name] of [
    ['Keycloak (SAML)', 'Keycloak'],
    ['Microsoft Entra ID (OpenID Connect)', 'Microsoft'],
    ['Another provider (SAML)', 'Generic SAML'],
    ['Test IdP (SAML)', 'Test IDP'],
  ] as const) {
    await portal.getByLabel('Identity provider').selectOption(choice);
    await portal.getByRole('button', { name: 'Continue' }).click();
    await comeBack(page);
    await expectConnection(page, name, 'Setup in progress');
    await portal.getByRole('button', { name: 'Remove connection' }).click();
    await expect(portal.getByLabel('Identity provider')).toBeVisible();
  }
});

async function expectConnection(page: Page, provider: string, status: string): Promise<void> {
  const main = page.getByRole('main');
  await expect(main.getByText(provider, { exact: true })).toBeVisible();
  await expect(main.getByText(status, { exact: true })).toBeVisible();
  const button = status === 'Setup in progress' ? 'Continue setup' : 'Manage';
  await expect(main.getByRole('button', { name: button })).toBeVisible();
}

function manageButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Manage' });
}

function yesterday(): Date {
  return new Date(Date.now() - 86_400_000);
}
