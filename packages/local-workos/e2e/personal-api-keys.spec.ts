import { expectAccessible } from './accessibility.ts';
import { createInWidget, keyRow, namesOnPage, openCreateDialog, openDialog } from './api-keys.ts';
import { expect, test } from './test.ts';

// Features of both modes of the widget are tested in api-keys.spec.ts.

test('shows people who manage their own keys only those', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { id: organizationId, admin } = organization;
  const developer = await localWorkOS.createMember(organization, 'Devi', 'developer');
  const { userManagement } = localWorkOS.sdk;
  await userManagement.createUserApiKey(admin.id, { organizationId, name: "The admin's" });
  await localWorkOS.signIn(page, developer, undefined, '/personal-api-keys');
  await expect(page.getByRole('heading', { name: 'No API keys yet' })).toBeVisible();

  const dialog = await openCreateDialog(page);
  await expect(dialog.getByRole('checkbox')).toHaveCount(1);
  await expect(dialog.getByRole('checkbox', { name: 'Read reports' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await createInWidget(page, "The developer's", ['Read reports']);
  await expect(page.getByRole('columnheader', { name: 'Created by' })).toHaveCount(0);
  expect(await namesOnPage(page, 1)).toEqual(["The developer's"]);
  const details = await openDialog(page, keyRow(page, 'developer'), 'View details', 'API key details');
  await expect(details).toContainText(developer.name);
});

test('shows managers whose each key is, and lets them expire it', { tag: '@desktop' }, async ({
  page,
  request,
  organization,
  localWorkOS,
}) => {
  const { id: organizationId, admin } = organization;
  const developer = await localWorkOS.createMember(organization, 'Devi', 'developer');
  const { userManagement } = localWorkOS.sdk;
  const key = await userManagement.createUserApiKey(developer.id, { organizationId, name: 'Laptop' });
  await userManagement.createUserApiKey(admin.id, { organizationId, name: 'Own' });
  const other = await localWorkOS.createOrganization();
  await localWorkOS.addMember(developer, other);
  await userManagement.createUserApiKey(developer.id, { organizationId: other.id, name: 'Elsewhere' });

  await localWorkOS.signIn(page, admin, undefined, '/personal-api-keys');
  await expect(page.getByRole('columnheader', { name: 'Created by' })).toBeVisible();
  await expect(keyRow(page, 'Laptop')).toContainText(developer.name);
  await expect(keyRow(page, 'Own')).toContainText(admin.name);
  expect(await namesOnPage(page, 2)).toEqual(['Own', 'Laptop']);
  await expectAccessible(page);

  const call = () => request.get('/api/v1/me', { headers: { Authorization: `Bearer ${key.value}` } });
  expect((await call()).status()).toBe(200);
  const dialog = await openDialog(page, keyRow(page, 'Laptop'), 'Revoke key', 'Revoke API key?');
  await expect(dialog).toContainText(developer.name);
  await dialog.getByRole('button', { name: 'Revoke key' }).click();
  await expect(keyRow(page, 'Laptop')).toHaveCount(0);
  // The row may disappear before WorkOS has responded.
  await expect.poll(async () => (await call()).status()).toBe(401);
});

test('guards the value of a personal key against accidental closing', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, undefined, '/personal-api-keys');
  const dialog = await openCreateDialog(page);
  await dialog.getByLabel('Name').fill('Laptop');
  await dialog.getByRole('button', { name: 'Create API key' }).click();
  const save = page.getByRole('dialog', { name: 'Save your key' });
  await expect(save).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await expect(save).toBeVisible();
});
