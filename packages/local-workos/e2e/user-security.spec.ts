import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { ACME, type LocalWorkOS, MARCELINA, PASSWORD, type Person } from './local-workos.ts';
import { mailedCode, typeCode, verifyIdentity, wrongCode } from './mailed-codes.ts';
import { enterPassword, expectProblem, finishPassword, Phone, securityRow } from './security.ts';
import { expect, expectNoSidewaysScroll, signOut, test } from './test.ts';

test('shows which methods are set up', async ({ page, localWorkOS }) => {
  await localWorkOS.signIn(page, MARCELINA, ACME, '/security');
  await expect(page).toHaveTitle(/^Security/);
  await expect(securityRow(page, 'Password')).toContainText('Last used now');
  await expect(securityRow(page, 'Multi-factor authentication')).toContainText('extra verification step');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test.describe('password', () => {
  // Chromium logs the status of the API and of the hosted page for a wrong password.
  test.use({ allowedConsoleErrors: /status of 4(00|22)/ });

  test('changes it, and signs in with the new one', async ({ page, organization, localWorkOS }) => {
    const { admin } = organization;
    await localWorkOS.signIn(page, admin, undefined, '/security');
    await securityRow(page, 'Password').getByRole('button', { name: 'Change' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change Password' });
    await fillChange(dialog, 'not-this-one', 'seven-lemons-sang');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await expect(dialog.getByText('Your current password is incorrect')).toBeVisible();
    await expect(dialog.getByLabel('Enter your new password')).toHaveValue('seven-lemons-sang');
    await expectAccessible(page);

    await dialog.getByLabel('Enter your current password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await expect(dialog.getByText('Done')).toBeVisible();
    await expect(dialog).toHaveCount(0);

    await signOut(page, admin);
    await enterPassword(page, admin);
    await expectProblem(page, 'Password', /incorrect/);
    await page.getByLabel('Password').fill('seven-lemons-sang');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL('/users');
  });

  test('explains what is wrong with a new one, and keeps the input', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    await localWorkOS.signIn(page, admin, undefined, '/security');
    await securityRow(page, 'Password').getByRole('button', { name: 'Change' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change Password' });
    const [local = ''] = admin.email.split('@');
    for (const [password, problem] of [
      ['seven-lem', 'Password must be at least 10 characters'],
      ['password1234', 'Password is not strong enough'],
      [`${local}-X9`, 'Password must not contain your email address'],
      ['long'.repeat(19), 'Password must be 72 characters or fewer'],
    ] as const) {
      await fillChange(dialog, PASSWORD, password);
      await dialog.getByRole('button', { name: 'Change password' }).click();
      await expect(dialog.getByRole('listitem').filter({ hasText: problem })).toBeVisible();
      await expect(dialog.getByLabel('Enter your new password')).toHaveValue(password);
    }
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
  });

  test('sets a first one after an identity check, and signs in with it', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    await localWorkOS.removePassword(admin);
    await localWorkOS.signIn(page, admin, undefined, '/security');
    const row = securityRow(page, 'Password');
    await expect(row).toContainText('Set a password to access your account');
    await row.getByRole('button', { name: 'Set a password' }).click();
    const dialog = page.getByRole('dialog');
    await expectAccessible(page);
    await verifyIdentity(page, localWorkOS, dialog, admin);

    await expect(dialog.getByRole('heading', { name: 'Set a password' })).toBeVisible();
    await fillFirst(dialog, 'password1234');
    await dialog.getByRole('button', { name: 'Set password' }).click();
    await expect(dialog.getByRole('listitem').filter({ hasText: 'not strong enough' })).toBeVisible();
    await expect(dialog.getByLabel('Enter a password')).toHaveValue('password1234');
    await expectAccessible(page);
    await fillFirst(dialog, 'seven-lemons-sang');
    await dialog.getByRole('button', { name: 'Set password' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(row.getByRole('button', { name: 'Change' })).toBeVisible();

    await signOut(page, admin);
    await enterPassword(page, admin, 'seven-lemons-sang');
    await expect(page).toHaveURL('/users');
  });
});

test.describe('identity check', () => {
  test.use({ allowedConsoleErrors: /status of 400|ApiError|Bad Request|has expired/ });

  test('rejects a wrong and an expired code, and accepts a new one', { tag: '@desktop' }, async ({
    page,
    otherPage,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    await localWorkOS.signIn(page, admin, undefined, '/security');
    const setUp = securityRow(page, 'Multi-factor authentication').getByRole('button', { name: /Set up/ });
    await setUp.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(admin.email);
    await dialog.getByRole('button', { name: 'Send verification code' }).click();
    await expect(dialog.getByRole('button', { name: 'Confirm' })).toBeVisible();
    const code = await mailedCode(localWorkOS, admin.email);
    await typeCode(page, dialog, wrongCode(code));
    await expect(dialog.getByText('Invalid code, please try again.')).toBeVisible();
    await expect(dialog.getByRole('textbox').first()).toHaveValue(wrongCode(code).slice(0, 1));
    await expectAccessible(page);

    const mail = await localWorkOS.openMail(otherPage, admin.email);
    await mail.getByRole('button', { name: /Expire now/ }).click();
    await typeCode(page, dialog, code);
    await expect(dialog.getByText('That code has expired')).toBeVisible();

    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await setUp.click();
    await verifyIdentity(page, localWorkOS, dialog, admin);
    await expect(dialog.getByRole('heading', { name: 'Set up an authenticator app' })).toBeVisible();
  });
});

test.describe('authenticator app', () => {
  // A wrong code on the hosted page has the status 422.
  test.use({ allowedConsoleErrors: /status of 4(00|22)/ });

  test('is set up, and requested at sign-in', async ({ page, organization, localWorkOS }) => {
    const { admin } = organization;
    await localWorkOS.signIn(page, admin, undefined, '/security');
    const phone = await setUpAuthenticator(page, localWorkOS, admin, { wrongFirst: true });
    const row = securityRow(page, 'Multi-factor authentication');
    await expect(row).toContainText('Authenticator app');
    await expectAccessible(page);

    await signOut(page, admin);
    await enterPassword(page, admin);
    await expect(page.getByRole('heading', { name: 'Verify your identity' })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    // The code that completed the setup was already used.
    await page.getByLabel('Code').fill(phone.lastCode);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expectProblem(page, 'Code', /incorrect or has already been used/);
    await page.getByLabel('Code').fill(phone.code('next'));
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page).toHaveURL('/users');

    await page.goto('/security');
    await expect(row).toContainText('Last used now');
  });

  test('is disabled, and no longer requested', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    await localWorkOS.signIn(page, admin);
    await localWorkOS.enrollAuthenticator(admin);
    await page.goto('/security');
    const row = securityRow(page, 'Multi-factor authentication');
    await row.getByRole('button', { name: 'Disable' }).click();
    const dialog = page.getByRole('alertdialog');
    await verifyIdentity(page, localWorkOS, dialog, admin);
    await expect(dialog).toContainText('We will only ask for your password during sign-in.');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(row.getByRole('button', { name: /Set up/ })).toBeVisible();

    await signOut(page, admin);
    await enterPassword(page, admin);
    await expect(page).toHaveURL('/users');
  });

  test('switches to an organization that requires MFA by way of the setup', {
    tag: '@desktop',
  }, async ({ page, organization, localWorkOS }) => {
    const { admin } = organization;
    const strict = await localWorkOS.createOrganization();
    await localWorkOS.addMember(admin, strict, 'admin');
    await localWorkOS.requireMfa(strict);
    await localWorkOS.signIn(page, admin, organization, '/security');
    await page.getByRole('button', { name: organization.name }).click();
    await page.getByRole('menuitem', { name: strict.name }).click();

    await finishPassword(page, admin.email);
    await expect(page.getByText(`${strict.name} requires multi-factor authentication`)).toBeVisible();
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    const phone = new Phone((await page.getByText(/^[A-Z2-7]{32}$/).textContent()) ?? '');
    await page.getByLabel('Code').fill('12345');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expectProblem(page, 'Code', /incorrect/);
    await page.getByLabel('Code').fill(phone.code());
    await page.getByRole('button', { name: 'Continue' }).click();

    // Returns to the same page in the other organization.
    await expect(page).toHaveURL('/security');
    await expect(page.getByRole('button', { name: strict.name })).toBeVisible();
    await expect(securityRow(page, 'Multi-factor authentication')).toContainText('Authenticator app');

    // The session now has the second factor, so it can switch back and forth without another code.
    for (const [from, to] of [
      [strict, organization],
      [organization, strict],
    ] as const) {
      await page.getByRole('button', { name: from.name }).click();
      await page.getByRole('menuitem', { name: to.name }).click();
      await expect(page.getByRole('button', { name: to.name })).toBeVisible();
    }
  });
});

async function fillChange(dialog: Locator, current: string, next: string): Promise<void> {
  await dialog.getByLabel('Enter your current password').fill(current);
  await dialog.getByLabel('Enter your new password').fill(next);
  await dialog.getByLabel('Confirm your new password').fill(next);
}

async function fillFirst(dialog: Locator, password: string): Promise<void> {
  await dialog.getByLabel('Enter a password').fill(password);
  await dialog.getByLabel('Confirm your password').fill(password);
}

/** Sets up an authenticator app in the widget, with the identity check before it. */
async function setUpAuthenticator(
  page: Page,
  localWorkOS: LocalWorkOS,
  person: Person,
  { wrongFirst = false } = {},
): Promise<Phone> {
  const row = securityRow(page, 'Multi-factor authentication');
  await row.getByRole('button', { name: 'Set up authenticator app' }).click();
  const dialog = page.getByRole('dialog');
  await verifyIdentity(page, localWorkOS, dialog, person);
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const viewKey = dialog.getByRole('button', { name: 'View setup key' });
  await viewKey.click();
  const key = page.getByRole('dialog', { name: 'Your setup key' });
  const phone = new Phone((await key.getByText(/^[A-Z2-7]{32}$/).textContent()) ?? '');
  await page.keyboard.press('Escape');
  await expect(key).toHaveCount(0);
  await expect(viewKey).toBeFocused();

  const code = phone.code();
  if (wrongFirst) {
    await typeCode(page, dialog, wrongCode(code));
    await expect(dialog.getByText('Invalid passcode, please try again').first()).toBeVisible();
    await expectAccessible(page);
    await typeCode(page, dialog, code);
  } else {
    await typeCode(page, dialog, code);
  }
  await expect(dialog.getByText('Done')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(row.getByRole('button', { name: 'Disable' })).toBeVisible();
  return phone;
}
