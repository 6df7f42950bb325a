import { expectAccessibleInBothThemes } from './accessibility.ts';
import { newAddress } from './local-workos.ts';
import { expect, expectNoSidewaysScroll, test } from './test.ts';

test('shows emails with their links, latest first', async ({ page, organization, localWorkOS }) => {
  const invite = (email: string) =>
    localWorkOS.sdk.userManagement.sendInvitation({ email, organizationId: organization.id });
  const [first, second] = [newAddress('ines'), newAddress('omar')];
  await invite(first);
  await invite(second);
  await page.goto(localWorkOS.origin);
  await expect(page).toHaveTitle(/^Inbox/);
  const mails = page.getByRole('article');
  // The inbox may contain emails of other tests.
  const ours = mails.filter({ hasText: organization.name });
  await expect(ours.nth(0)).toContainText(second);
  await expect(ours.nth(1)).toContainText(first);
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);

  await ours.nth(1).getByRole('link', { name: first }).click();
  await expect(mails).toHaveCount(1);
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect(ours.nth(1)).toBeVisible();
  await ours.nth(0).getByRole('link', { name: 'Accept invitation' }).click();
  await expect(page.getByLabel('Email')).toHaveValue(second);
});
