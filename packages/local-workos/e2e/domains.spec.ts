import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes } from './accessibility.ts';
import { addVerifiedDomain, newDomain, openAdminPortal } from './admin-portal.ts';
import { ACME, type LocalWorkOS, MARCELINA, type Organization } from './local-workos.ts';
import { comeBack, expect, expectNoSidewaysScroll, test } from './test.ts';

test('shows no domains, then one added in the Admin Portal', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, '/domains');
  await expect(page).toHaveTitle(/^Domains/);
  await expect(page.getByText("You haven't added any verified domains yet.")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const portal = await openAdminPortal(page, addButton(page));
  await expect(portal.getByText(`Admin Portal for ${organization.name}`)).toBeVisible();
  const domain = `mail.${newDomain()}`;
  await portal.getByLabel('Domain').fill(domain.toUpperCase());
  await portal.getByLabel('DNS provider').selectOption('Cloudflare');
  await portal.getByRole('button', { name: 'Add domain' }).click();
  await expect(portal.getByRole('heading', { name: domain })).toContainText('Verification pending');
  await expectAccessibleInBothThemes(portal);
  await expectNoSidewaysScroll(portal);
  await portal.getByRole('link', { name: 'Back to the app' }).click();
  await expect(portal).toHaveURL(/localhost:\d+\/users$/);
  await portal.close();
  await comeBack(page);
  await expectStatus(page, domain, 'Verification pending');
});

test('shows the required DNS record', async ({ page, organization, localWorkOS }) => {
  const domain = `mail.${newDomain()}`;
  const { verificationPrefix, verificationToken } =
    await localWorkOS.sdk.organizationDomains.createOrganizationDomain({
      organizationId: organization.id,
      domain,
    });
  await localWorkOS.signIn(page, organization.admin, organization, '/domains');
  await expectStatus(page, domain, 'Verification pending');
  await expect(page.getByText(/^Added /)).toBeVisible();
  await expectAccessible(page);
  await chooseAction(page, domain, 'View DNS record');
  const dialog = page.getByRole('dialog', { name: 'View DNS record' });
  await expect(dialog).toContainText(`The domain ${domain} will be automatically verified`);
  await expect(dialog.getByText('TXT', { exact: true })).toBeVisible();
  await expect(dialog.getByText('mail', { exact: true })).toBeVisible();
  await expect(dialog.getByText(`${verificationPrefix}=${verificationToken}`)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toHaveCount(0);
});

test('verifies a domain once its record exists, and removes it', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const domain = await addDomain(localWorkOS, organization);
  await localWorkOS.signIn(page, organization.admin, organization, '/domains');
  await expectStatus(page, domain, 'Verification pending');
  const portal = await openAdminPortal(page, addButton(page));
  await portal.getByRole('button', { name: `Add record: ${domain}` }).click();
  await expect(portal.getByRole('heading', { name: domain })).toContainText('Verified');
  await expect(portal.getByRole('button', { name: domain })).toHaveCount(0);
  await portal.close();

  await comeBack(page);
  await expectStatus(page, domain, 'Verified');
  const dialog = await openRemoveDialog(page, domain);
  await expect(dialog).toContainText(
    `Users with the email domain ${domain} will no longer be considered verified.`,
  );
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expectStatus(page, domain, 'Verified');
  await (await openRemoveDialog(page, domain)).getByRole('button', { name: 'Remove domain' }).click();
  await expect(page.getByText("You haven't added any verified domains yet.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("You haven't added any verified domains yet.")).toBeVisible();
});

test('verifies a failed domain again, without and with its record', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const domain = await addDomain(localWorkOS, organization);
  await localWorkOS.signIn(page, organization.admin, organization, '/domains');
  const portal = await openAdminPortal(page, addButton(page));
  await portal.getByRole('button', { name: `Verify now: ${domain}` }).click();
  await expect(portal.getByRole('heading', { name: domain })).toContainText('Verification failed');
  await comeBack(page);
  await expectStatus(page, domain, 'Verification failed');

  const dialog = await restartVerification(page, domain);
  await expect(dialog).toHaveCount(0);
  await expectStatus(page, domain, 'Verification pending');
  await expectLater(page, domain, 'Verification failed');

  await portal.reload();
  await portal.getByRole('button', { name: `Add record: ${domain}` }).click();
  await expect(portal.getByText('This record exists:')).toBeVisible();
  await portal.close();
  await restartVerification(page, domain);
  await expectStatus(page, domain, 'Verification pending');
  await expectLater(page, domain, 'Verified');
});

test('removes failed and pending domains', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const [pending, failed] = [
    await addDomain(localWorkOS, organization),
    await addDomain(localWorkOS, organization),
  ];
  await localWorkOS.signIn(page, organization.admin, organization, '/domains');
  const portal = await openAdminPortal(page, addButton(page));
  await portal.getByRole('button', { name: `Verify now: ${failed}` }).click();
  await expect(portal.getByRole('heading', { name: failed })).toContainText('Verification failed');
  await portal.close();
  await comeBack(page);
  for (const [domain, warning] of [
    [failed, `Are you sure you want to remove the domain ${failed}?`],
    [pending, `Removing ${pending} will cancel the DNS record verification process.`],
  ] as const) {
    await chooseAction(page, domain, 'Remove domain');
    const dialog = page.getByRole('alertdialog', { name: 'Remove domain' });
    await expect(dialog).toContainText(warning);
    await dialog.getByRole('button', { name: 'Remove domain' }).click();
    await expect(page.getByText(domain, { exact: true })).toHaveCount(0);
  }
  await expect(page.getByText("You haven't added any verified domains yet.")).toBeVisible();
});

test('shows each state of the seed', async ({ page, localWorkOS }) => {
  await localWorkOS.signIn(page, MARCELINA, ACME, '/domains');
  for (const [domain, status] of [
    ['acme-classic.example', 'Verified'],
    ['example.com', 'Verified'],
    ['acme-corp.example', 'Verified'],
    ['acme-labs.example', 'Verification failed'],
    ['status.acme-corp.example', 'Verification pending'],
  ] as const) {
    await expectStatus(page, domain, status);
  }
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  // A verified domain still shows its DNS record.
  await chooseAction(page, 'acme-classic.example', 'View DNS record');
  await expect(page.getByRole('dialog', { name: 'View DNS record' })).toContainText('acme-classic.example');
});

test.describe('invalid input in the Admin Portal', () => {
  // Chromium logs the status 422 of each response.
  test.use({ allowedConsoleErrors: /status of 422/ });

  test('is explained next to the field, which keeps the input', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const mine = await addDomain(localWorkOS, organization);
    const taken = await addVerifiedDomain(localWorkOS, await localWorkOS.createOrganization());
    await localWorkOS.signIn(page, organization.admin, organization, '/domains');
    const portal = await openAdminPortal(page, addButton(page));
    const field = portal.getByLabel('Domain');
    for (const [domain, problem] of [
      ['', /Enter a domain/],
      ['https://acme.example', /Enter a domain/],
      ['gmail.com', /cannot belong to an organization/],
      [mine, /already been added to this organization/],
      [taken, /belongs to another organization/],
    ] as const) {
      await field.fill(domain);
      await portal.getByRole('button', { name: 'Add domain' }).click();
      await expect(portal.getByRole('alert')).toHaveText(problem);
      await expect(field).toHaveValue(domain);
      await expect(field).toHaveAccessibleDescription(problem);
      await expect(field).toHaveAttribute('aria-invalid', 'true');
    }
    await expectAccessible(portal);
    await expect(portal.getByRole('heading', { level: 2 })).toHaveCount(1);
  });
});

test.describe('a used or expired link', () => {
  test.use({ allowedConsoleErrors: /status of 400/ });

  test('shows that', { tag: '@desktop' }, async ({ page, context, organization, localWorkOS }) => {
    await localWorkOS.signIn(page, organization.admin, organization, '/domains');
    const launched = context.waitForEvent('request', (request) => request.url().endsWith('/portal/launch'));
    const portal = await openAdminPortal(page, addButton(page));
    const apiToken = (await launched).postDataJSON().apiToken;
    expect((await launched).method()).toBe('POST');
    await portal.goto(`${localWorkOS.origin}/portal/launch?apiToken=${apiToken}`);
    await expect(portal.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible();
    await expect(portal.getByRole('alert')).toHaveText(/Each link works once/);
    await expectAccessible(portal);

    const { link } = await localWorkOS.sdk.adminPortal.generateLink({
      organization: organization.id,
      intent: 'domain_verification',
    });
    await portal.goto(`${localWorkOS.origin}/organizations/${organization.id}/manage`);
    await portal.getByRole('button', { name: 'Expire links now' }).click();
    await portal.goto(link);
    await expect(portal.getByRole('alert')).toHaveText(/This link has expired/);
    await portal.goto(`${localWorkOS.origin}/portal/domains`);
    await expect(portal.getByRole('heading', { name: 'Your session has ended' })).toBeVisible();
  });
});

test.describe('a domain that someone else has removed', () => {
  // The domain no longer exists, and Chromium logs the 404.
  test.use({ allowedConsoleErrors: /status of 404/ });

  test('disappears after a reload', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    const domain = await addDomain(localWorkOS, organization);
    await localWorkOS.signIn(page, organization.admin, organization, '/domains');
    await expectStatus(page, domain, 'Verification pending');
    const { domains } = await localWorkOS.sdk.organizations.getOrganization(organization.id);
    await localWorkOS.sdk.organizationDomains.deleteOrganizationDomain(domains[0]?.id ?? '');
    await chooseAction(page, domain, 'Remove domain');
    const refused = page.waitForResponse((response) => response.status() === 404);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove domain' }).click();
    await refused;
    await comeBack(page);
    await expect(page.getByText("You haven't added any verified domains yet.")).toBeVisible();
  });
});

async function addDomain({ sdk }: LocalWorkOS, { id }: Organization): Promise<string> {
  const { domain } = await sdk.organizationDomains.createOrganizationDomain({
    organizationId: id,
    domain: newDomain(),
  });
  return domain;
}

function addButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Add domain' });
}

/** The card of a domain: the innermost element with its name, status, and button. */
function card(page: Page, domain: string): Locator {
  return page
    .getByRole('main')
    .locator('div')
    .filter({ has: page.getByText(domain, { exact: true }) })
    .filter({ has: page.getByRole('button') })
    .last();
}

async function expectStatus(page: Page, domain: string, status: string): Promise<void> {
  await expect(card(page, domain).getByText(status, { exact: true })).toBeVisible();
}

/** The widget fetches once, and again when the page regains focus. */
async function expectLater(page: Page, domain: string, status: string): Promise<void> {
  await expect(async () => {
    await comeBack(page);
    await expect(card(page, domain).getByText(status, { exact: true })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}

async function chooseAction(page: Page, domain: string, action: string): Promise<void> {
  await card(page, domain).getByRole('button', { name: 'Domain actions' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function restartVerification(page: Page, domain: string): Promise<Locator> {
  await chooseAction(page, domain, 'Restart verification');
  const dialog = page.getByRole('dialog', { name: 'Restart verification' });
  await expect(dialog).toContainText(domain);
  await dialog.getByRole('button', { name: 'Restart verification' }).click();
  return dialog;
}

async function openRemoveDialog(page: Page, domain: string): Promise<Locator> {
  await card(page, domain).getByRole('button', { name: 'Remove domain' }).click();
  return page.getByRole('alertdialog', { name: 'Remove domain' });
}
