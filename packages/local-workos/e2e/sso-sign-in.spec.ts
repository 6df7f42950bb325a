import type { Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes } from './accessibility.ts';
import { createPersonAt, openAdminPortal, setUpSso, signInAtProvider } from './admin-portal.ts';
import { PASSWORD, type Person } from './local-workos.ts';
import { expect, expectNoSidewaysScroll, memberRow, test } from './test.ts';

for (const type of ['OktaSaml', 'OktaOidc'] as const) {
  test(`signs in an address of the domain through ${type}, and provisions new people`, {
    tag: '@desktop',
  }, async ({ page, otherPage, organization, localWorkOS }) => {
    const domain = await setUpSso(localWorkOS, organization, { type });
    const newcomer = { email: `grace@${domain}` };
    await enterEmail(page, newcomer.email);
    await expect(page.getByRole('heading', { name: 'Sign in to Okta' })).toBeVisible();
    await expect(page.getByLabel('Email')).toHaveValue(newcomer.email);
    await expectAccessibleInBothThemes(page);
    await expectNoSidewaysScroll(page);
    await signInAtProvider(page, { firstName: 'Grace', lastName: 'Hopper' });
    await expect(page).toHaveURL('/users');
    await expect(accountButton(page, 'Grace Hopper')).toBeVisible();
    await expect(page.getByRole('button', { name: organization.name })).toBeVisible();

    await localWorkOS.signIn(otherPage, organization.admin, organization);
    await expect(memberRow(otherPage, newcomer)).toContainText('Member');

    // The second sign-in does not ask for the name again.
    await page.context().clearCookies();
    await enterEmail(page, newcomer.email);
    await signInAtProvider(page);
    await expect(accountButton(page, 'Grace Hopper')).toBeVisible();
  });
}

test.describe('a sign-in that fails', () => {
  // The error pages have the status 400, and an invalid address 422.
  test.use({ allowedConsoleErrors: /status of 4(00|22)/ });

  test('is denied at the identity provider', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const domain = await setUpSso(localWorkOS, organization);
    await enterEmail(page, `grace@${domain}`);
    await page.getByRole('button', { name: 'Deny sign-in' }).click();
    await expect(page.getByRole('heading', { name: 'The sign-in was denied' })).toBeVisible();
    await expectAccessibleInBothThemes(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole('link', { name: 'Back to the app' }).click();
    await expect(page.getByRole('alert').filter({ hasText: /was canceled/ })).toBeVisible();

    await enterEmail(page, `grace@${domain}`);
    await page.getByRole('button', { name: 'Deny sign-in' }).click();
    await page.getByRole('link', { name: 'Try again' }).click();
    await signInAtProvider(page, { email: `grace@${domain}`, firstName: 'Grace' });
    await expect(page).toHaveURL('/users');
  });

  test('uses an address of another domain', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const domain = await setUpSso(localWorkOS, organization);
    await enterEmail(page, `grace@${domain}`);
    await signInAtProvider(page, { email: 'no address', firstName: 'Grace' });
    await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/valid email/);
    await expect(page.getByLabel('First name')).toHaveValue('Grace');
    await signInAtProvider(page, { email: 'grace@elsewhere.example' });
    await expect(page.getByRole('alert')).toContainText('grace@elsewhere.example');
    await page.getByRole('link', { name: 'Sign in as someone else' }).click();
    await expect(page.getByLabel('Email')).toBeVisible();
  });
});

test('switches to an organization that requires single sign-on by way of it', {
  tag: '@desktop',
}, async ({ page, organization, localWorkOS }) => {
  const other = await localWorkOS.createOrganization();
  const domain = await setUpSso(localWorkOS, other, { type: 'OktaSaml', isRequired: true });
  const person = await createPersonAt(localWorkOS, domain, 'Grace');
  await localWorkOS.addMember(person, organization, 'admin');
  await localWorkOS.addMember(person, other, 'admin');
  await localWorkOS.signIn(page, person, organization, '/domains');

  await switchTo(page, organization.name, other.name);
  await signInAtProvider(page, { email: person.email });
  await expect(page).toHaveURL('/domains');
  await expect(page.getByRole('button', { name: other.name })).toBeVisible();
  await expect(page.getByText(domain, { exact: true })).toBeVisible();

  // That sign-in allows switching in both directions.
  await switchTo(page, other.name, organization.name);
  await expect(page.getByText("You haven't added any verified domains yet.")).toBeVisible();
  await switchTo(page, organization.name, other.name);
  await expect(page.getByText(domain, { exact: true })).toBeVisible();
});

test('rejects a password for an organization that requires single sign-on', {
  tag: '@desktop',
}, async ({ page, context, organization, localWorkOS }) => {
  await setUpSso(localWorkOS, organization, { isRequired: true });
  const { admin } = organization;
  await enterEmail(page, admin.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(
    page.getByRole('heading', { name: `${organization.name} requires single sign-on` }),
  ).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('link', { name: 'Continue with Okta' }).click();
  // The address is not in the organization's domain, so she must verify it herself.
  await signInAtProvider(page, { email: admin.email });
  await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  const inbox = await context.newPage();
  const mail = await localWorkOS.openMail(inbox, admin.email);
  await page.getByLabel('Code').fill((await mail.getByText(/^\d{6}$/).textContent()) ?? '');
  await inbox.close();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page).toHaveURL('/users');
  await expect(accountButton(page, admin.name)).toBeVisible();
});

test('turns the requirement on and off in the Admin Portal', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await setUpSso(localWorkOS, organization);
  await localWorkOS.signIn(page, organization.admin, organization, '/single-sign-on');
  const portal = await openAdminPortal(page, page.getByRole('button', { name: 'Manage' }));
  await portal.getByRole('button', { name: 'Require single sign-on' }).click();
  await expect(
    portal.getByText(`Members must sign in to ${organization.name} with single sign-on.`),
  ).toBeVisible();
  await expectAccessible(portal);
  await portal.getByRole('button', { name: 'Allow other ways to sign in' }).click();
  await expect(
    portal.getByText(`Members can also sign in to ${organization.name} in other ways.`),
  ).toBeVisible();
});

async function enterEmail(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

async function switchTo(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: from }).click();
  await page.getByRole('menuitem', { name: to }).click();
}

function accountButton(page: Page, name: Person['name']) {
  return page.getByRole('button', { name: new RegExp(name) });
}
