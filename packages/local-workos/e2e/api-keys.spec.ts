import type { Locator } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import {
  choose,
  createInWidget,
  dayIn,
  keyRow,
  namesOnPage,
  openCreateDialog,
  openDialog,
} from './api-keys.ts';
import type { LocalWorkOS, Organization, Person } from './local-workos.ts';
import { comeBack, expect, loaded, test } from './test.ts';

type OwnOrganization = Organization & { admin: Person };

/** The widget has two modes with their own dialogs and tables. Tests their shared features in both modes. */
const MODES = [
  {
    mode: "the organization's keys",
    path: '/api-keys',
    searchParameter: 'ak_q',
    createKey: ({ sdk }: LocalWorkOS, { id: organizationId }: OwnOrganization, name: string) =>
      sdk.apiKeys.createOrganizationApiKey({ organizationId, name }),
    listKeys: async ({ sdk }: LocalWorkOS, { id: organizationId }: OwnOrganization) =>
      (await sdk.apiKeys.listOrganizationApiKeys({ organizationId })).data,
    ownerOf: ({ id }: OwnOrganization): object => ({ type: 'organization', id }),
  },
  {
    mode: 'personal keys',
    path: '/personal-api-keys',
    searchParameter: 'uak_q',
    createKey: ({ sdk }: LocalWorkOS, { id: organizationId, admin }: OwnOrganization, name: string) =>
      sdk.userManagement.createUserApiKey(admin.id, { organizationId, name }),
    listKeys: async ({ sdk }: LocalWorkOS, { id: organizationId, admin }: OwnOrganization) =>
      (await sdk.userManagement.listUserApiKeys(admin.id, { organizationId })).data,
    ownerOf: ({ id: organizationId, admin }: OwnOrganization): object => ({
      type: 'user',
      id: admin.id,
      organizationId,
    }),
  },
] as const;

for (const { mode, path, searchParameter, createKey, listKeys, ownerOf } of MODES) {
  test.describe(mode, () => {
    // Chromium logs the status of errors that the dialogs explain.
    test.use({ allowedConsoleErrors: /status of (400|404|409)/ });

    test('creates a key with permissions and an expiry, and shows it once', async ({
      page,
      organization,
      localWorkOS,
    }) => {
      await localWorkOS.signIn(page, organization.admin, undefined, path);
      await expect(page.getByRole('heading', { name: 'No API keys yet' })).toBeVisible();
      await expectAccessible(page);

      const dialog = await openCreateDialog(page);
      await expect(dialog.getByText('Read reports')).toBeVisible();
      await expectAccessible(page);
      await dialog.getByLabel('Name').fill('Production');
      await choose(page, dialog, 'in 3 days');
      await dialog.getByRole('checkbox', { name: 'Read reports' }).check();
      await dialog.getByRole('checkbox', { name: 'Manage billing' }).check();
      await expect(dialog.getByText('2 permissions selected')).toBeVisible();
      await dialog.getByRole('button', { name: 'Create API key' }).click();

      const save = page.getByRole('dialog', { name: 'Save your key' });
      const value = await save.getByRole('textbox').inputValue();
      expect(value).toMatch(/^sk_\S{20,}$/);
      await expectAccessible(page);
      await save.getByRole('button', { name: 'Copy and close' }).click();
      await expect(save).toHaveCount(0);
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(value);

      const row = keyRow(page, 'Production');
      await expect(row).toContainText(`sk_...${value.slice(-4)}`);
      await expect(row).toContainText('Never');
      await expect(row).toContainText(dayIn(3));
      await expectAccessible(page);

      await page.reload();
      const details = await openDialog(page, row, 'View details', 'API key details');
      await expect(details).toContainText('Read reports');
      await expect(details).toContainText('See invoices and change the plan');
      await expect(details).not.toContainText('Write reports');
      await expect(details).toContainText(dayIn(0));
      await expectAccessible(page);
      expect(await page.content()).not.toContain(value);
      await details.getByRole('button', { name: 'Close' }).click();
      await expect(details).toHaveCount(0);
    });

    test('accepts a key in the sample API until it is revoked', { tag: '@desktop' }, async ({
      page,
      request,
      organization,
      localWorkOS,
    }) => {
      const { admin } = organization;
      await localWorkOS.signIn(page, admin, undefined, path);
      const value = await createInWidget(page, 'Laptop', ['Read reports']);
      const row = keyRow(page, 'Laptop');
      await expect(row).toBeVisible();
      const call = () => request.get('/api/v1/me', { headers: { Authorization: `Bearer ${value}` } });
      const answer = await call();
      expect(answer.status()).toBe(200);
      expect(answer.headers()['cache-control']).toBe('no-store');
      expect(await answer.json()).toEqual({
        name: 'Laptop',
        owner: ownerOf(organization),
        permissions: ['reports:read'],
      });
      await comeBack(page);
      await expect(row).toContainText('now');

      const revoke = await openDialog(page, row, 'Revoke key', 'Revoke API key?');
      await expect(revoke).toContainText('Laptop');
      await expectAccessible(page);
      await revoke.getByRole('button', { name: 'Cancel' }).click();
      await expect(revoke).toHaveCount(0);
      expect((await call()).status()).toBe(200);

      await openDialog(page, row, 'Revoke key', 'Revoke API key?');
      await revoke.getByRole('button', { name: 'Revoke key' }).click();
      await expect(page.getByRole('heading', { name: 'No API keys yet' })).toBeVisible();
      // The list may be empty before WorkOS has responded.
      await expect.poll(async () => (await call()).status()).toBe(401);
      const refused = await call();
      expect(refused.headers()['www-authenticate']).toBe('Bearer');
      expect(refused.headers()['cache-control']).toBe('no-store');
      expect((await refused.json()).error.code).toBe('invalid-api-key');
    });

    test('sets, changes, and clears an expiry', { tag: '@desktop' }, async ({
      page,
      organization,
      localWorkOS,
    }) => {
      await createKey(localWorkOS, organization, 'Staging');
      await localWorkOS.signIn(page, organization.admin, undefined, path);
      const row = keyRow(page, 'Staging');
      const edit = () => openDialog(page, row, 'Edit expiration', 'Edit secret key expiration');
      let dialog = await edit();
      await expect(dialog.getByRole('combobox')).toHaveText('Never');
      await expect(dialog.getByRole('button', { name: 'Save changes' })).toBeDisabled();
      await expectAccessible(page);
      await choose(page, dialog, 'in 7 days');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(row).not.toContainText(dayIn(7));

      for (const [option, day] of [
        ['in 7 days', dayIn(7)],
        ['in 24 hours', dayIn(1)],
      ] as const) {
        dialog = await edit();
        await choose(page, dialog, option);
        await dialog.getByRole('button', { name: 'Save changes' }).click();
        await expect(dialog).toHaveCount(0);
        await expect(row).toContainText(day);
      }
      dialog = await edit();
      await expect(dialog.getByRole('combobox')).toContainText(`Current Expiration - ${dayIn(1)}`);
      await choose(page, dialog, 'Never');
      await dialog.getByRole('button', { name: 'Save changes' }).click();
      await expect(dialog).toHaveCount(0);
      await page.reload();
      await expect(row).not.toContainText(dayIn(1));
    });

    test('rejects an expired key, which stays expired', { tag: '@desktop' }, async ({
      page,
      request,
      organization,
      localWorkOS,
    }) => {
      const { id, value } = await createKey(localWorkOS, organization, 'Trial');
      const call = () => request.get('/api/v1/me', { headers: { Authorization: `Bearer ${value}` } });
      expect((await call()).status()).toBe(200);
      await localWorkOS.signIn(page, organization.admin, undefined, path);
      const row = keyRow(page, 'Trial');
      const dialog = await openDialog(page, row, 'Edit expiration', 'Edit secret key expiration');
      await localWorkOS.expireApiKey(id);
      expect((await call()).status()).toBe(401);

      await choose(page, dialog, 'in 1 hour');
      await dialog.getByRole('button', { name: 'Save changes' }).click();
      await expect(dialog.getByRole('alert')).toHaveText(
        'An error occurred while updating the API key expiration.',
      );
      await expect(dialog.getByRole('combobox')).toHaveText('in 1 hour');
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.reload();
      await expect(row).toContainText(dayIn(0));
      expect((await call()).status()).toBe(401);
    });

    test('explains what is wrong in the dialog, which keeps the input', { tag: '@desktop' }, async ({
      page,
      organization,
      localWorkOS,
    }) => {
      await localWorkOS.signIn(page, organization.admin, undefined, path);
      const dialog = await openCreateDialog(page);
      const name = dialog.getByLabel('Name');
      await choose(page, dialog, 'in 24 hours');
      await dialog.getByRole('checkbox', { name: 'Write reports' }).check();
      await dialog.getByRole('button', { name: 'Create API key' }).click();
      await expect(dialog.getByText('The name is required')).toBeVisible();
      await expect(name).toHaveAccessibleDescription('The name is required');

      const tooLong = 'x'.repeat(256);
      await name.fill(tooLong);
      await dialog.getByRole('button', { name: 'Create API key' }).click();
      await expect(dialog.getByRole('alert')).toHaveText('An error occurred while creating the API key.');
      await expect(name).toHaveValue(tooLong);
      await expect(dialog.getByRole('combobox')).toHaveText('in 24 hours');
      await expect(dialog.getByRole('checkbox', { name: 'Write reports' })).toBeChecked();
      await expectAccessible(page);

      await name.fill('Short enough');
      await dialog.getByRole('button', { name: 'Create API key' }).click();
      await page.getByRole('dialog', { name: 'Save your key' }).getByText('Copy and close').click();
      await expect(page.getByRole('row')).toHaveCount(2);
      const details = await openDialog(page, keyRow(page, 'Short enough'), 'View details', 'API key details');
      await expect(details).toContainText('Write reports');
      await expect(details).toContainText(dayIn(1));
    });

    test('finds permissions by name and selects all; canceling creates no key', {
      tag: '@desktop',
    }, async ({ page, organization, localWorkOS }) => {
      await localWorkOS.signIn(page, organization.admin, undefined, path);
      let dialog = await openCreateDialog(page);
      const search = dialog.getByPlaceholder('Search');
      await dialog.getByText('Select all').click();
      await expect(dialog.getByText('3 permissions selected')).toBeVisible();
      await dialog.getByText('Deselect all').click();
      await expect(dialog.getByText('No permissions selected')).toBeVisible();
      await search.fill('invoices');
      await expect(dialog.getByRole('checkbox')).toHaveCount(1);
      await search.fill('nothing like it');
      await expect(dialog.getByText('No permissions match your search')).toBeVisible();
      await search.fill('');
      await expect(dialog.getByRole('checkbox')).toHaveCount(3);

      await dialog.getByLabel('Name').fill('Never mind');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(dialog).toHaveCount(0);
      dialog = await openCreateDialog(page);
      await expect(dialog.getByLabel('Name')).toHaveValue('');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('heading', { name: 'No API keys yet' })).toBeVisible();
      expect(await listKeys(localWorkOS, organization)).toEqual([]);
    });

    test('reports a key that was revoked elsewhere', { tag: '@desktop' }, async ({
      page,
      organization,
      localWorkOS,
    }) => {
      const { id } = await createKey(localWorkOS, organization, 'Shared');
      await localWorkOS.signIn(page, organization.admin, undefined, path);
      const dialog = await openDialog(page, keyRow(page, 'Shared'), 'Revoke key', 'Revoke API key?');
      await localWorkOS.sdk.apiKeys.deleteApiKey(id);
      await dialog.getByRole('button', { name: 'Revoke key' }).click();
      await expect(dialog.getByRole('alert')).toHaveText('An error occurred while revoking the API key.');
      await comeBack(page);
      await expect(page.getByRole('heading', { name: 'No API keys yet' })).toBeVisible();
    });

    test('searches by part of the name, and keeps the search after a reload', { tag: '@desktop' }, async ({
      page,
      organization,
      localWorkOS,
    }) => {
      for (const name of ['Nightly backup', 'Staging']) await createKey(localWorkOS, organization, name);
      await localWorkOS.signIn(page, organization.admin, undefined, path);
      const search = loaded(page.getByPlaceholder('Search by name'));
      await expect(keyRow(page, 'Staging')).toBeVisible();
      await search.pressSequentially('BACK');
      await expect(keyRow(page, 'Staging')).toHaveCount(0);
      await expect(keyRow(page, 'Nightly backup')).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`${searchParameter}=BACK`));
      await page.reload();
      await expect(search).toHaveValue('BACK');
      await expect(keyRow(page, 'Nightly backup')).toBeVisible();
      await expect(keyRow(page, 'Staging')).toHaveCount(0);

      await search.fill('nothing');
      await expect(page.getByRole('heading', { name: 'No API keys match your search' })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Clear search' }).last().click();
      await expect(keyRow(page, 'Staging')).toBeVisible();
      await expect(search).toHaveValue('');
    });

    test('shows every key exactly once with next and previous', { tag: '@desktop' }, async ({
      page,
      organization,
      localWorkOS,
    }) => {
      const names = Array.from({ length: 12 }, (_, index) => `Key number ${index + 1}`);
      for (const name of names) await createKey(localWorkOS, organization, name);
      await localWorkOS.signIn(page, organization.admin, undefined, path);
      const [previous, next] = ['Previous', 'Next'].map((name) => page.getByRole('button', { name }));
      await expect(previous as Locator).toBeDisabled();
      const first = await namesOnPage(page, 10);
      await next?.click();
      const second = await namesOnPage(page, 2);
      await expect(next as Locator).toBeDisabled();
      expect([...first, ...second]).toEqual(names.toReversed());
      await previous?.click();
      expect(await namesOnPage(page, 10)).toEqual(first);
    });
  });
}
