import type { Page } from '@playwright/test';
import { newAddress } from '../local-workos.ts';
import { mailedCode, typeCode, verifyIdentity } from '../mailed-codes.ts';
import { detail, openEditDialog, sendCode } from '../profile-details.ts';
import { OWN_SERVERS } from '../servers.ts';
import { expect, memberRow, test } from '../test.ts';

// The app refreshes its session after five seconds instead of five minutes.
test.use({ ownServers: OWN_SERVERS.shortSessions });

test('a new name and email appear in the account menu', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  const changed = newAddress('augusta');
  await localWorkOS.signIn(page, admin, undefined, '/profile');
  const nameDialog = await openEditDialog(page, 'Full name');
  await nameDialog.getByLabel('First name').fill('Augusta');
  await nameDialog.getByRole('button', { name: 'Save' }).click();
  await expect(nameDialog).toHaveCount(0);
  const dialog = await openEditDialog(page, 'Email address');
  await verifyIdentity(page, localWorkOS, dialog, admin);
  await sendCode(dialog, changed);
  await typeCode(page, dialog, await mailedCode(localWorkOS, changed));
  await expect(detail(page, 'Email address')).toContainText(changed);

  await afterRefresh();
  await page.reload();
  await page.getByRole('button', { name: 'account of Augusta Test' }).click();
  await expect(page.getByRole('menu')).toContainText(changed);
});

test('revoking a session signs the other browser out of the app', async ({
  page,
  otherPage,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await localWorkOS.signIn(otherPage, admin);
  await expect(memberRow(otherPage, admin)).toBeVisible();
  await localWorkOS.signIn(page, admin, undefined, '/sessions');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).first().click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page.getByText('Sign out of all other devices')).toHaveCount(0);

  await afterRefresh();
  await expectSignedOut(otherPage);
  await page.reload();
  await expect(page.getByText('This device')).toBeVisible();
});

test('revoking all other sessions keeps this one', async ({ page, otherPage, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.signIn(otherPage, admin);
  await localWorkOS.signIn(page, admin, undefined, '/sessions');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).last().click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toHaveAccessibleName('Sign out of all other devices?');
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('Sign out of all other devices')).toHaveCount(0);

  await afterRefresh();
  await expectSignedOut(otherPage);
  await page.goto('/users');
  await expect(memberRow(page, admin)).toBeVisible();
});

/** Waits until the current access tokens have expired. */
async function afterRefresh(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 6000));
}

async function expectSignedOut(page: Page): Promise<void> {
  await page.goto('/users');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByLabel('Email')).toBeVisible();
}
