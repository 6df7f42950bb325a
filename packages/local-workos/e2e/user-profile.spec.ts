import { expectAccessible } from './accessibility.ts';
import { ACME, MARCELINA } from './local-workos.ts';
import { detail, openEditDialog } from './profile-details.ts';
import { expect, expectNoSidewaysScroll, memberRow, test } from './test.ts';

test('shows the name, email, picture, and connected accounts', { tag: '@desktop' }, async ({
  page,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, MARCELINA, ACME, '/profile');
  await expect(page).toHaveTitle(/^Profile/);
  await expect(detail(page, 'Full name')).toContainText(MARCELINA.name);
  await expect(detail(page, 'Email address')).toContainText('marcelina.davis@example.com');
  await expect(detail(page, 'Profile picture').getByRole('img')).toBeVisible();
  const accounts = detail(page, 'Connected accounts');
  for (const account of ['Google', 'Microsoft', 'GitHub', 'Apple'])
    await expect(accounts).toContainText(account);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('edits the name', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin, undefined, '/profile');
  const dialog = await openEditDialog(page, 'Full name');
  await expect(dialog).toHaveAccessibleName('Edit name');
  await expect(dialog.getByLabel('First name')).toHaveValue('Ada');
  await dialog.getByLabel('First name').fill('Augusta');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(detail(page, 'Full name')).toContainText('Ada Test');

  await openEditDialog(page, 'Full name');
  await dialog.getByLabel('First name').fill('Augusta');
  await dialog.getByLabel('Last name').fill('King');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Done')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(detail(page, 'Full name')).toContainText('Augusta King');

  await page.goto('/users');
  await expect(memberRow(page, admin)).toContainText('Augusta King');
});

test('shows that there is no name', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin, undefined, '/profile');
  const dialog = await openEditDialog(page, 'Full name');
  await dialog.getByLabel('First name').fill('');
  await dialog.getByLabel('Last name').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(detail(page, 'Full name')).toContainText('Not set');
  await expect(detail(page, 'Profile picture')).toHaveCount(0);
  await expect(detail(page, 'Connected accounts')).toHaveCount(0);
});

test('works for a person in no organization', { tag: '@desktop' }, async ({ page, localWorkOS }) => {
  const grace = await localWorkOS.createPerson('Grace');
  await localWorkOS.signIn(page, grace, undefined, '/profile');
  await expect(detail(page, 'Email address')).toContainText(grace.email);
  const dialog = await openEditDialog(page, 'Full name');
  await dialog.getByLabel('Last name').fill('Hopper');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(detail(page, 'Full name')).toContainText('Grace Hopper');
});

test.describe('a name that is too long', () => {
  // Chromium logs the status 400.
  test.use({ allowedConsoleErrors: /status of 400/ });

  test('is rejected with a message, and the input stays', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.signIn(page, organization.admin, undefined, '/profile');
    const dialog = await openEditDialog(page, 'Full name');
    const tooLong = 'x'.repeat(256);
    await dialog.getByLabel('First name').fill(tooLong);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByText('First name must be at most 255 characters long.').first()).toBeVisible();
    await expect(dialog.getByLabel('First name')).toHaveValue(tooLong);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(detail(page, 'Full name')).toContainText('Ada Test');
  });
});
