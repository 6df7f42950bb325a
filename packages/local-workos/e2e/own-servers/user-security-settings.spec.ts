import type { Page } from '@playwright/test';
import { expectAccessible } from '../accessibility.ts';
import { PASSWORD } from '../local-workos.ts';
import { verifyIdentity } from '../mailed-codes.ts';
import { addDevice, enterPassword, expectProblem, Phone, securityRow } from '../security.ts';
import { OWN_SERVERS } from '../servers.ts';
import { expect, expectNoSidewaysScroll, signOut, test } from '../test.ts';

// The settings apply to the whole environment, so these tests use their own.
test.use({ ownServers: OWN_SERVERS.plain, allowedConsoleErrors: /status of 4(00|22)|status of 500/ });
test.beforeEach(({ localWorkOS }) => localWorkOS.saveSettings());
test.afterEach(async ({ localWorkOS }) => {
  await localWorkOS.clearFaults();
  await localWorkOS.saveSettings();
});

test('saves the Settings page, and explains what is wrong', async ({ page, localWorkOS }) => {
  await page.goto(`${localWorkOS.origin}/settings`);
  await expect(page.getByRole('link', { name: 'Settings' })).toHaveAttribute('aria-current', 'page');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByLabel('Minimum length').fill('five');
  await page.getByLabel('A number').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expectProblem(page, 'Minimum length', /from 6 to 64/);
  await expect(page.getByLabel('Minimum length')).toHaveValue('five');
  await expect(page.getByLabel('A number')).toBeChecked();
  await expectAccessible(page);
  await page.getByLabel('Minimum length').fill('12');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('saved');
  await expect(page.getByLabel('Minimum length')).toHaveValue('12');
});

test('shows every requirement of the policy in the widget', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin, undefined, '/security');
  await changePassword(page, PASSWORD, 'seven-lemons-sang');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const strict = {
    minimumStrength: '0',
    requireUppercase: true,
    requireLowercase: true,
    requireNumber: true,
  };
  await localWorkOS.saveSettings({ ...strict, requireSymbol: true, rejectBreached: true, rejectLast: '3' });
  for (const [password, ...problems] of [
    ['seven lemons', 'Must include an uppercase letter', 'Must include a number'],
    ['SEVEN7LEMONS', 'Must include a lowercase letter', 'Must include a special character'],
    ['1q2w3e4r5t', 'This password has appeared in data breaches'],
    [PASSWORD, 'This password has been used before'],
  ] as const) {
    await changePassword(page, 'seven-lemons-sang', password);
    const items = page.getByRole('dialog').getByRole('listitem');
    for (const problem of problems) await expect(items.filter({ hasText: problem })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('hides methods that are turned off in the widget', async ({ page, organization, localWorkOS }) => {
  await localWorkOS.saveSettings({ mfa: 'off' });
  await localWorkOS.signIn(page, organization.admin, undefined, '/security');
  await expect(securityRow(page, 'Password')).toBeVisible();
  await expect(securityRow(page, 'Multi-factor authentication')).toHaveCount(0);
  await localWorkOS.saveSettings({ passwords: false, passkeys: false });
  await page.reload();
  await expect(securityRow(page, 'Multi-factor authentication')).toBeVisible();
  await expect(securityRow(page, 'Password')).toHaveCount(0);
  await expectAccessible(page);

  await signOut(page, organization.admin);
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden();
  await page.getByLabel('Email').fill(organization.admin.email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expectProblem(page, 'Email', /turned off/);
});

test('makes everyone set up MFA at sign-in where it is required', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.saveSettings({ mfa: 'required' });
  await enterPassword(page, organization.admin);
  await expect(page.getByText('This app requires multi-factor authentication')).toBeVisible();
  const phone = new Phone((await page.getByText(/^[A-Z2-7]{32}$/).textContent()) ?? '');
  await page.getByLabel('Code').fill(phone.code());
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL('/users');
});

test('offers a passkey after a sign-in with a password', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.saveSettings({ passkeyEnrollment: true });
  await enterPassword(page, admin);
  const create = page.getByRole('button', { name: 'Create a passkey' });
  await expect(create).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await addDevice(page);
  await create.click();
  await expect(page).toHaveURL('/users');
  await signOut(page, admin);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page).toHaveURL('/users');

  // The person's page can remove it.
  await page.goto(`${localWorkOS.origin}/people/${admin.id}/security`);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Remove the passkey' }).click();
  await expect(page.getByRole('button', { name: 'Remove the passkey' })).toHaveCount(0);
});

test('continues without a passkey', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.saveSettings({ passkeyEnrollment: true });
  await enterPassword(page, admin);
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(page).toHaveURL('/users');
  await signOut(page, admin);
  await enterPassword(page, admin);
  await expect(page).toHaveURL('/users');
});

test('shows failures of Local WorkOS in the widget', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin, undefined, '/security');
  await localWorkOS.addFault({
    method: 'POST',
    path: '/_widgets/UserProfile/send-verification',
    status: 500,
  });
  const row = securityRow(page, 'Multi-factor authentication');
  await row.getByRole('button', { name: /Set up/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Send verification code' }).click();
  await expect(dialog.locator('.rt-CalloutRoot')).toBeVisible();
  await localWorkOS.clearFaults();
  await verifyIdentity(page, localWorkOS, dialog, admin);
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible();
});

async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await securityRow(page, 'Password').getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change Password' });
  await dialog.getByLabel('Enter your current password').fill(current);
  await dialog.getByLabel('Enter your new password').fill(next);
  await dialog.getByLabel('Confirm your new password').fill(next);
  await dialog.getByRole('button', { name: 'Change password' }).click();
}
