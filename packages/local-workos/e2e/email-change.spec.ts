import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { newAddress, PASSWORD, type Person } from './local-workos.ts';
import { mailedCode, typeCode, verifyIdentity, wrongCode } from './mailed-codes.ts';
import { detail, openEditDialog, sendCode } from './profile-details.ts';
import { finishPassword } from './security.ts';
import { expect, expectNoSidewaysScroll, memberRow, signOut, test } from './test.ts';

test('changes the address with the code from the inbox, and signs in with it', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  const changed = newAddress('augusta');
  const dialog = await openVerified(page, localWorkOS, admin);
  await expect(dialog).toHaveAccessibleName('Change email address');
  await expect(dialog).toContainText(admin.email);
  await expect(dialog.getByLabel('New email address')).toBeFocused();
  await expectNoSidewaysScroll(page);
  await sendCode(dialog, changed);
  await expect(dialog).toContainText(changed);
  await typeCode(page, dialog, await mailedCode(localWorkOS, changed));
  await expect(dialog.getByText('Done')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(detail(page, 'Email address')).toContainText(changed);

  await page.goto('/users');
  await expect(memberRow(page, { email: changed })).toContainText(admin.name);
  await signOut(page, admin);
  await page.goto('/profile');
  await finishPassword(page, changed);
  await expect(detail(page, 'Email address')).toContainText(changed);
});

test.describe('invalid input', () => {
  // Chromium logs each response with an error status.
  test.use({ allowedConsoleErrors: /status of (400|409|429)/ });

  test('rejects the current address and one that is taken, and keeps the input', {
    tag: '@desktop',
  }, async ({ page, organization, localWorkOS }) => {
    const { admin } = organization;
    const grace = await localWorkOS.createMember(organization, 'Grace');
    const dialog = await openVerified(page, localWorkOS, admin);
    for (const [address, problem] of [
      [admin.email, 'This is already your email address.'],
      [grace.email, 'This email address is not available.'],
    ] as const) {
      await sendCode(dialog, address);
      await expect(dialog.getByText(problem)).toBeVisible();
      await expect(dialog.getByLabel('New email address')).toHaveValue(address);
    }
    await expectAccessible(page);
    const changed = newAddress('augusta');
    await sendCode(dialog, changed);
    await typeCode(page, dialog, await mailedCode(localWorkOS, changed));
    await expect(detail(page, 'Email address')).toContainText(changed);
  });

  test('does not send an invalid address', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const dialog = await openVerified(page, localWorkOS, organization.admin);
    const email = dialog.getByLabel('New email address');
    const send = dialog.getByRole('button', { name: 'Send verification code' });
    await expect(send).toBeDisabled();
    await sendCode(dialog, 'no-address');
    await expect(email).toBeFocused();
    expect(await email.evaluate((input: HTMLInputElement) => input.validity.valid)).toBe(false);
    await expect(dialog).toHaveAccessibleName('Change email address');
  });

  test('rejects a wrong code, then accepts the right one', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    const changed = newAddress('augusta');
    const dialog = await openVerified(page, localWorkOS, admin);
    await sendCode(dialog, changed);
    const code = await mailedCode(localWorkOS, changed);
    await typeCode(page, dialog, wrongCode(code));
    await expect(dialog.getByText('That code is incorrect. Check the latest email.').first()).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Confirm' })).toBeInViewport({ ratio: 1 });
    await expectAccessible(page);
    await typeCode(page, dialog, code);
    await expect(detail(page, 'Email address')).toContainText(changed);
  });

  test('rejects an expired code, then accepts a new one for another address', { tag: '@desktop' }, async ({
    page,
    otherPage,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    const [first, second] = [newAddress('augusta'), newAddress('byron')];
    const dialog = await openVerified(page, localWorkOS, admin);
    await sendCode(dialog, first);
    const code = await mailedCode(localWorkOS, first);
    await localWorkOS.openMail(otherPage, first);
    await otherPage.getByRole('button', { name: `Expire now: the code ${code}` }).click();
    await expect(otherPage.getByRole('button', { name: /Expire now/ })).toHaveCount(0);
    await typeCode(page, dialog, code);
    await expect(dialog.getByText('That code has expired. Request a new one.').first()).toBeVisible();

    await dialog.getByRole('button', { name: 'Use a different email' }).click();
    await sendCode(dialog, second);
    await typeCode(page, dialog, await mailedCode(localWorkOS, second));
    await expect(detail(page, 'Email address')).toContainText(second);
  });
});

test.describe('a person without a password', () => {
  for (const choice of ['sets one', 'does not set one'] as const) {
    test(`is offered to set one, and ${choice}`, { tag: '@desktop' }, async ({
      page,
      organization,
      localWorkOS,
    }) => {
      const changed = newAddress('noor');
      const { id, email } = await localWorkOS.sdk.userManagement.createUser({
        email: newAddress('noa'),
        emailVerified: true,
      });
      const noa = { id, email, name: email };
      await localWorkOS.addMember(noa, organization);
      const dialog = await openVerified(page, localWorkOS, noa);
      await sendCode(dialog, changed);
      await typeCode(page, dialog, await mailedCode(localWorkOS, changed));
      await expect(dialog).toHaveAccessibleName('Set a password');
      await expect(dialog).toContainText(changed);
      await expectAccessible(page);

      if (choice === 'does not set one') {
        await dialog.getByRole('button', { name: 'Not now' }).click();
        await expect(dialog).toHaveCount(0);
        await expect(detail(page, 'Email address')).toContainText(changed);
        return;
      }
      await dialog.getByLabel('Enter a password').fill(PASSWORD);
      await dialog.getByLabel('Confirm your password').fill(PASSWORD);
      await dialog.getByRole('button', { name: 'Set password' }).click();
      await expect(dialog).toHaveCount(0);
      await page.context().clearCookies();
      await page.goto('/profile');
      await finishPassword(page, changed);
      await expect(detail(page, 'Email address')).toContainText(changed);
    });
  }
});

/** Opens the dialog and goes through the identity check in it. */
async function openVerified(
  page: Page,
  localWorkOS: Parameters<typeof verifyIdentity>[1],
  person: Person,
): Promise<Locator> {
  await localWorkOS.signIn(page, person, undefined, '/profile');
  const dialog = await openEditDialog(page, 'Email address');
  await verifyIdentity(page, localWorkOS, dialog, person);
  return dialog;
}
