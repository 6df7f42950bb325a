import { expectAccessible } from '../accessibility.ts';
import { OWN_SERVERS } from '../servers.ts';
import { expect, expectNoSidewaysScroll, memberRow, problemScreen, test } from '../test.ts';

// These tests make Local WorkOS fail.
test.use({ ownServers: OWN_SERVERS.plain });
test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

for (const [status, says] of [
  [429, /too many requests/i],
  [500, /isn’t answering/i],
  [401, /rejecting this app.*WORKOS_API_KEY/is],
] as const) {
  test(`when WorkOS answers ${status}, the page says what happened and retries`, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.addFault({ method: 'POST', path: '/widgets/token', status });
    await localWorkOS.signIn(page, organization.admin);
    await expect(problemScreen(page)).toContainText(says);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Users');
    await expect(page.getByRole('button', { name: new RegExp(organization.admin.name) })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);

    const tryAgain = problemScreen(page).getByRole('button', { name: 'Try again' });
    await tryAgain.click();
    await expect(tryAgain).toBeEnabled();
    await expect(tryAgain).toBeFocused();
    await expect(problemScreen(page)).toContainText(says);
    await localWorkOS.clearFaults();
    await tryAgain.click();
    await expect(memberRow(page, organization.admin)).toBeVisible();
    await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
  });
}

test('the shell appears before the token arrives', async ({ page, organization, localWorkOS }) => {
  await localWorkOS.startSession(page.request, organization.admin);
  await localWorkOS.addFault({ method: 'POST', path: '/widgets/token', delay: 2500 });
  await page.goto('/users', { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Users');
  await expect(page.getByRole('button', { name: new RegExp(organization.admin.name) })).toBeVisible();
  const skeleton = page.locator('[data-woswidgets-widget-id="users-management"]');
  await expect(skeleton).toHaveAttribute('data-woswidgets-widget-state', 'loading');
  await expect(memberRow(page, organization.admin)).toHaveCount(0);

  await expect(memberRow(page, organization.admin)).toBeVisible();
  await expect(skeleton).toHaveAttribute('data-woswidgets-widget-state', 'resolved');
});
