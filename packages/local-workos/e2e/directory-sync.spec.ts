import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { DomainDataState } from '@workos-inc/node';
import { expectAccessible, expectAccessibleInBothThemes } from './accessibility.ts';
import { ACME, type LocalWorkOS, MARCELINA, newAddress, type Organization } from './local-workos.ts';
import { comeBack, expect, expectNoSidewaysScroll, memberRow, test } from './test.ts';

const PATH = '/directory-sync';

test('shows the linked directory of the seed', async ({ page, localWorkOS }) => {
  await localWorkOS.signIn(page, MARCELINA, ACME, PATH);
  const widget = directory(page);
  await expect(widget).toContainText('Okta');
  await expect(widget).toContainText(/\d+ users/);
  await expect(widget).toContainText(/\d+ groups/);
  await expect(widget).toContainText(/Last sync/);
  await expect(widget).toContainText('Connected');
  await expect(page.getByRole('link', { name: 'Manage' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
});

test('sets up a directory in the Admin Portal, and shows each step in the widget', {
  tag: '@desktop',
}, async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const widget = directory(page);
  await expect(widget).toContainText("You haven't set up a directory yet.");
  await expectAccessible(page);

  const portal = await openPortal(page, 'Set up directory');
  await expect(portal.getByText(`Admin Portal for ${organization.name}`)).toBeVisible();
  await portal.getByLabel('Directory provider').selectOption('Decide later');
  await portal.getByRole('button', { name: 'Continue' }).click();
  await expect(portal.getByRole('heading', { name: 'Choose the directory provider' })).toBeVisible();
  await comeBack(page);
  await expect(widget).toContainText('Requires action');
  await expect(widget).toContainText('Please complete setup to begin syncing.');

  await portal.getByLabel('Directory provider').selectOption('Okta');
  await portal.getByRole('button', { name: 'Continue' }).click();
  await comeBack(page);
  await expect(widget).toContainText('Setup in progress...');
  await expect(page.getByRole('link', { name: 'Continue setup' })).toBeVisible();

  await connect(portal);
  await comeBack(page);
  await expect(widget).toContainText('Waiting for users and groups...');
  await expect(page.getByRole('link', { name: 'Manage' })).toBeVisible();

  await addPerson(portal, { email: newAddress('mei'), firstName: 'Mei', groups: 'Design, Sales' });
  await portal.getByRole('button', { name: 'Sync now' }).click();
  await expect(portal.getByRole('status')).toHaveText('Synced: 1 added.');
  await expectAccessibleInBothThemes(portal);
  await comeBack(page);
  await expect(widget).toContainText('Connected');
  await expect(widget).toContainText('1 user');
  await expect(widget).toContainText('2 groups');
  await expect(widget).toContainText('Last sync now');

  // A reloaded widget has a new link.
  const again = await openPortal(page, 'Manage');
  await expect(again.getByRole('heading', { name: 'Okta', exact: true })).toBeVisible();
  await again.getByText('Delete the directory').click();
  await again.getByRole('button', { name: 'Delete' }).click();
  await comeBack(page);
  await expect(widget).toContainText('Deleting directory...');
  await expect(widget).toContainText('1 user');
  await expect(page.getByRole('link', { name: 'Manage' })).toHaveCount(0);
  await expect(async () => {
    await comeBack(page);
    await expect(widget).toContainText("You haven't set up a directory yet.", { timeout: 2000 });
  }).toPass({ timeout: 20_000 });
});

test('replaces credentials that the provider rejects', {
  tag: '@desktop',
}, async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const portal = await linkDirectory(page);
  await portal.getByRole('button', { name: 'Create access token' }).click();
  const token = (await portal.locator('code.secret').textContent()) ?? '';
  await portal.getByRole('button', { name: 'Sync now' }).click();
  await expect(portal.getByRole('alert')).toContainText('rejected the access token');
  await comeBack(page);
  await expect(directory(page)).toContainText('Requires action');
  await expect(directory(page)).toContainText('Your directory credentials are invalid or have expired.');
  await expectAccessibleInBothThemes(page);

  await portal.getByLabel('Access token').fill(token);
  await portal.getByRole('button', { name: 'Connect' }).click();
  await expect(portal.getByRole('status')).toContainText('Connected');
  await comeBack(page);
  await expect(directory(page)).toContainText('Connected');
});

test('adds people of the directory to the users table, and ends access when they leave it', {
  tag: '@desktop',
}, async ({ page, otherPage, organization, localWorkOS }) => {
  const domain = await verifiedDomain(localWorkOS, organization);
  const mei = { id: '', email: `mei@${domain}`, name: 'Mei Test' };
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const portal = await linkDirectory(page);
  await addPerson(portal, { email: mei.email, firstName: 'Mei', groups: '' });
  await sync(portal, '1 added');
  await page.goto('/users');
  await expect(memberRow(page, mei)).toContainText(mei.name);
  await expect(memberRow(page, mei)).not.toContainText('Status');
  await expect(memberRow(page, mei)).toContainText('Never');

  await signUp(otherPage, localWorkOS, mei.email);
  await expect(otherPage.getByRole('button', { name: organization.name })).toBeVisible();
  await comeBack(page);
  await expect(memberRow(page, mei)).not.toContainText('Never');

  await edit(portal, mei.name, 'Remove from the directory');
  await sync(portal, '1 removed');
  await comeBack(page);
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await expect(memberRow(page, mei)).toHaveCount(0);
  // The account still exists, but the organization is gone.
  await otherPage.goto('/connected-accounts');
  await expect(noOrganization(otherPage)).toBeVisible();
});

test.describe('a signed-in person', () => {
  // Chromium and the widget log the 403 of the request that comes too late.
  test.use({ allowedConsoleErrors: /status of 403|IncorrectPermissionsError/ });

  test('loses access when the directory deactivates them, and regains it', {
    tag: '@desktop',
  }, async ({ page, otherPage, organization, localWorkOS }) => {
    const domain = await verifiedDomain(localWorkOS, organization);
    const mei = { email: `mei@${domain}`, name: 'Mei Test' };
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const portal = await linkDirectory(page);
    await addPerson(portal, { email: mei.email, firstName: 'Mei', groups: '' });
    await sync(portal, '1 added');
    const person = await personOf(localWorkOS, mei.email);
    await localWorkOS.setRole(person, organization, 'admin');
    await localWorkOS.signIn(otherPage, person, organization, '/users');
    await expect(memberRow(otherPage, mei)).toBeVisible();

    await edit(portal, mei.name, 'Deactivate');
    await sync(portal, '1 deactivated');
    await otherPage.getByRole('textbox', { name: 'User search' }).fill('somebody');
    const notice = otherPage.getByRole('alert').filter({ hasText: /no longer a member/ });
    await notice.getByRole('button', { name: 'Reload' }).click();
    await expect(noOrganization(otherPage)).toBeVisible();

    await edit(portal, mei.name, 'Activate');
    await sync(portal, '1 updated');
    await localWorkOS.signIn(otherPage, person, organization, '/users');
    await expect(memberRow(otherPage, mei)).toBeVisible();
  });
});

test('invites an address outside the verified domains by email', {
  tag: '@desktop',
}, async ({ page, otherPage, organization, localWorkOS }) => {
  const guest = { email: newAddress('gus'), name: 'Gus Test' };
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const portal = await linkDirectory(page);
  await addPerson(portal, { email: guest.email, firstName: 'Gus', groups: '' });
  await sync(portal, '1 added');
  await page.goto('/users');
  await expect(memberRow(page, guest)).toContainText('Status: Invited');

  const mail = await localWorkOS.openMail(otherPage, guest.email);
  await mail.getByRole('link', { name: 'Accept invitation' }).click();
  await otherPage.getByLabel('Password').fill('nine-violet-kettles');
  await otherPage.getByRole('button', { name: 'Join' }).click();
  await expect(otherPage).toHaveURL(/\/users/);
  await comeBack(page);
  await expect(memberRow(page, guest)).not.toContainText('Status');
});

test.describe('mistakes in the Admin Portal are shown next to the field', () => {
  // Chromium logs each page with the status 422.
  test.use({ allowedConsoleErrors: /status of 422/ });

  test('access token', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const portal = await openPortal(page, 'Set up directory');
    await portal.getByRole('button', { name: 'Continue' }).click();
    await portal.getByLabel('Access token').fill('made up');
    await portal.getByRole('button', { name: 'Connect' }).click();
    await expectProblem(portal, 'Access token', /does not accept this token/);
    await expect(portal.getByLabel('Access token')).toHaveValue('made up');
    await expectAccessibleInBothThemes(portal);
    await expectNoSidewaysScroll(portal);
    await comeBack(page);
    await expect(directory(page)).toContainText('Setup in progress...');
  });

  test('person', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const portal = await openPortal(page, 'Set up directory');
    await portal.getByRole('button', { name: 'Continue' }).click();
    await portal.getByRole('link', { name: 'Add a person' }).click();
    await portal.getByLabel('Email').fill('no address');
    await portal.getByLabel('First name').fill('Nora');
    await portal.getByLabel('Last name').fill('Test');
    await portal.getByRole('button', { name: 'Add' }).click();
    await expectProblem(portal, 'Email', /valid email/);
    await expect(portal.getByLabel('First name')).toHaveValue('Nora');
    await portal.getByLabel('Email').fill(newAddress('nora'));
    await portal.getByRole('button', { name: 'Add' }).click();
    await portal.getByRole('link', { name: 'Edit Nora Test' }).click();
    await portal.getByLabel('Groups').fill('g'.repeat(101));
    await portal.getByRole('button', { name: 'Save' }).click();
    await expectProblem(portal, 'Groups', /at most 100 characters/);
    await expectAccessibleInBothThemes(portal);
    await expectNoSidewaysScroll(portal);
  });
});

function directory(page: Page) {
  return page.locator(
    '[data-woswidgets-widget-id="directory-sync"][data-woswidgets-widget-state="resolved"]',
  );
}

function noOrganization(page: Page) {
  return page.getByRole('heading', { name: /(not|no longer) in (an|this) organization/i });
}

/** Clicks the widget's button and returns the tab that it opens. */
async function openPortal(page: Page, button: string): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: button }).click();
  const portal = await opened;
  await portal.waitForLoadState();
  return portal;
}

/** Creates a token at the provider and enters it. */
async function connect(portal: Page): Promise<void> {
  await portal.getByRole('button', { name: 'Create access token' }).click();
  const token = (await portal.locator('code.secret').textContent()) ?? '';
  await portal.getByLabel('Access token').fill(token);
  await portal.getByRole('button', { name: 'Connect' }).click();
  await expect(portal.getByText('Waiting for the first sync')).toBeVisible();
}

/** Sets up an empty, synced directory, starting in the widget. */
async function linkDirectory(page: Page): Promise<Page> {
  const portal = await openPortal(page, 'Set up directory');
  await portal.getByLabel('Directory provider').selectOption('Okta');
  await portal.getByRole('button', { name: 'Continue' }).click();
  await connect(portal);
  await portal.getByRole('button', { name: 'Sync now' }).click();
  await expect(portal.getByRole('status')).toContainText('Synced');
  return portal;
}

async function addPerson(
  portal: Page,
  person: { email: string; firstName: string; groups: string },
): Promise<void> {
  await portal.getByRole('link', { name: 'Add a person' }).click();
  await portal.getByLabel('Email').fill(person.email);
  await portal.getByLabel('First name').fill(person.firstName);
  await portal.getByLabel('Last name').fill('Test');
  await portal.getByLabel('Groups').fill(person.groups);
  await portal.getByRole('button', { name: 'Add' }).click();
  await expect(portal.getByRole('listitem').filter({ hasText: person.email })).toBeVisible();
}

async function edit(portal: Page, name: string, button: string): Promise<void> {
  await portal.getByRole('link', { name: `Edit ${name}` }).click();
  await portal.getByRole('button', { name: button, exact: true }).click();
  await expect(portal.getByRole('button', { name: 'Sync now' })).toBeVisible();
}

async function sync(portal: Page, report: string): Promise<void> {
  await portal.getByRole('button', { name: 'Sync now' }).click();
  await expect(portal.getByRole('status')).toHaveText(`Synced: ${report}.`);
}

async function verifiedDomain({ sdk }: LocalWorkOS, { id }: Organization): Promise<string> {
  const domain = `${randomUUID().slice(0, 8)}.example.com`;
  await sdk.organizations.updateOrganization({
    organization: id,
    domainData: [{ domain, state: DomainDataState.Verified }],
  });
  return domain;
}

async function personOf({ sdk }: LocalWorkOS, email: string) {
  const [user] = (await sdk.userManagement.listUsers({ email })).data;
  if (!user) throw new Error(`${email} has no account.`);
  return { id: user.id, email, name: `${user.firstName} ${user.lastName}` };
}

/** Signs up a person from the directory: chooses a password and verifies the address. */
async function signUp(page: Page, localWorkOS: LocalWorkOS, email: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill('nine-violet-kettles');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  const inbox = await page.context().newPage();
  const code = await (await localWorkOS.openMail(inbox, email)).getByText(/^\d{6}$/).textContent();
  await inbox.close();
  await page.getByLabel('Code').fill(code ?? '');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page).toHaveURL(/\/(users|overview)/);
}

/** Asserts that the message is shown, and associated with the field for screen readers. */
async function expectProblem(page: Page, label: string, message: RegExp): Promise<void> {
  await expect(page.getByLabel(label)).toHaveAccessibleDescription(message);
  await expect(page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
}
