import { expect, expectAccessible, loaded, test } from './test.ts';

test.use({ ownServers: [] });
// Chromium logs each answer with such a status, and the widget what came of it.
test.use({
  allowedConsoleErrors: /status of (403|500)|ApiError|IncorrectPermissionsError|Internal Server Error/,
});

test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

/** The widgets that lead to the Admin Portal, and what they show without a fault. */
const WIDGETS = [
  {
    path: '/domains',
    operation: '/_widgets/admin-portal/organization-domains',
    empty: "You haven't added any verified domains yet.",
  },
  {
    path: '/single-sign-on',
    operation: '/_widgets/admin-portal/sso-connections',
    empty: "You haven't set up Single Sign-On yet.",
  },
  {
    path: '/directory-sync',
    operation: '/_widgets/directory-sync/directories',
    empty: "You haven't set up a directory yet.",
  },
  {
    path: '/audit-log-streaming',
    operation: '/_widgets/admin-portal/audit-log-stream',
    empty: "You haven't set up Log Streams yet.",
  },
];

for (const { path, operation, empty } of WIDGETS) {
  test(`${path}: what WorkOS cannot answer is said in the place of the widget`, {
    tag: '@desktop',
  }, async ({ page, organization, localWorkOS }) => {
    await localWorkOS.addFault({ method: 'GET', path: operation, status: 500 });
    await localWorkOS.signIn(page, organization.admin, organization, path);
    // It tries four times, ever more patiently.
    await expect(page.getByText('Error fetching data')).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
    await expectAccessible(page);
    await localWorkOS.clearFaults();
    await page.reload();
    await expect(loaded(page.getByText(empty))).toBeVisible();
  });

  test(`${path}: a refusal is said to be one`, { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.addFault({ method: 'GET', path: operation, status: 403 });
    await localWorkOS.signIn(page, organization.admin, organization, path);
    await expect(page.getByText('Incorrect permissions')).toBeVisible({ timeout: 20_000 });
  });

  test(`${path}: a skeleton stands in while WorkOS is slow`, { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.addFault({ method: 'GET', path: operation, delay: 2000 });
    await localWorkOS.signIn(page, organization.admin, organization, path);
    await expect(page.locator('main .rt-Skeleton').first()).toBeVisible();
    await expect(loaded(page.getByText(empty))).toBeVisible();
    await expect(page.locator('main .rt-Skeleton')).toHaveCount(0);
  });
}

test('a link that cannot be made leaves the button, which works the next time', {
  tag: '@desktop',
}, async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin, organization, '/audit-log-streaming');
  const button = page.getByRole('button', { name: 'Set up Log Streams' });
  await expect(button).toBeVisible();
  await localWorkOS.addFault({ method: 'POST', path: '/_widgets/admin-portal/generate-link', status: 500 });
  const failed = page.waitForResponse((response) => response.url().includes('generate-link'));
  await button.click();
  expect((await failed).status()).toBe(500);
  await expect(button).toBeEnabled();
  await localWorkOS.clearFaults();
  const opened = page.context().waitForEvent('page');
  await button.click();
  await expect((await opened).getByRole('heading', { name: 'Set up a log stream' })).toBeVisible();
});
