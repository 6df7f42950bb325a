import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { ACME, type LocalWorkOS, MARCELINA, type Person } from './local-workos.ts';
import { comeBack, expect, expectNoSidewaysScroll, test } from './test.ts';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0';

test('shows devices, places and when they were last seen', async ({ page, localWorkOS }) => {
  await localWorkOS.signIn(page, MARCELINA, ACME, '/sessions');
  await expect(page).toHaveTitle(/^Sessions/);
  await expect(thisDevice(page)).toBeVisible();
  for (const [device, where] of [
    ['Chrome on macOS', /Berlin, DE.*Last seen 2 hours ago/],
    ['Safari on iOS', /Berlin, DE.*Last seen yesterday/],
    ['Firefox on Windows', /Lisbon, PT.*Last seen 6 days ago/],
    ['Chrome on Android', /203\.0\.113\.24.*Last seen/],
    ['Firefox on Linux', /Unknown location.*Last seen/],
  ] as const) {
    await expect(session(page, device).first()).toContainText(where);
  }
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('shows this device alone, with nothing to sign out of', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, undefined, '/sessions');
  await expect(thisDevice(page)).toContainText(/ on .*127\.0\.0\.1/);
  await expect(page.getByRole('main').getByRole('button', { name: 'Sign out' })).toHaveCount(0);
  await expect(page.getByText('Sign out of all other devices')).toHaveCount(0);
});

test('signs out of one device and then of another', { tag: '@desktop' }, async ({
  page,
  browser,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await signInElsewhere(browser, localWorkOS, admin, PHONE);
  await signInElsewhere(browser, localWorkOS, admin, WINDOWS);
  await localWorkOS.signIn(page, admin, undefined, '/sessions');
  const dialog = await openSignOut(session(page, 'Safari on iOS'));
  await expect(dialog).toHaveAccessibleName('Sign out of device?');
  await expect(dialog).toContainText('You will be signed out of Safari on iOS.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(session(page, 'Safari on iOS')).toBeVisible();

  await openSignOut(session(page, 'Safari on iOS'));
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(session(page, 'Safari on iOS')).toHaveCount(0);

  await openSignOut(session(page, 'Firefox on Windows'));
  await expect(dialog).toContainText('Firefox on Windows');
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(session(page, 'Firefox on Windows')).toHaveCount(0);
  await expect(thisDevice(page)).toBeVisible();
  const { data } = await localWorkOS.sdk.userManagement.listSessions(admin.id);
  expect(data).toHaveLength(1);
});

test('signs out of all other devices', { tag: '@desktop' }, async ({
  page,
  browser,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await signInElsewhere(browser, localWorkOS, admin, PHONE);
  await signInElsewhere(browser, localWorkOS, admin, WINDOWS);
  await localWorkOS.signIn(page, admin, undefined, '/sessions');
  await expect(session(page, 'Safari on iOS')).toBeVisible();
  const dialog = await openSignOut(page.locator('.rt-Card').filter({ hasText: 'all other devices' }).last());
  await expect(dialog).toHaveAccessibleName('Sign out of all other devices?');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(session(page, 'Safari on iOS')).toHaveCount(0);
  await expect(session(page, 'Firefox on Windows')).toHaveCount(0);
  await expect(thisDevice(page)).toBeVisible();
  await expect(page.getByText('Sign out of all other devices')).toHaveCount(0);
});

test.describe('a session that ended in the meantime', () => {
  // Chromium logs the status 400. The widget's dialog does not show the message.
  test.use({ allowedConsoleErrors: /status of 400/ });

  test('cannot be signed out of again', { tag: '@desktop' }, async ({
    page,
    browser,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    await signInElsewhere(browser, localWorkOS, admin, PHONE);
    await localWorkOS.signIn(page, admin, undefined, '/sessions');
    const dialog = await openSignOut(session(page, 'Safari on iOS'));
    const { userManagement } = localWorkOS.sdk;
    const { data } = await userManagement.listSessions(admin.id);
    const phone = data.find(({ userAgent }) => userAgent === PHONE);
    await userManagement.revokeSession({ sessionId: phone?.id ?? '' });

    const answered = page.waitForResponse(/sessions\/revoke\//);
    await dialog.getByRole('button', { name: 'Sign out' }).click();
    expect((await answered).status()).toBe(400);
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeEnabled();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await comeBack(page);
    await expect(thisDevice(page)).toBeVisible();
    await expect(session(page, 'Safari on iOS')).toHaveCount(0);
  });
});

function session(page: Page, device: string): Locator {
  return page.locator('.woswidgets-card-list-item').filter({ has: page.getByText(device, { exact: true }) });
}

function thisDevice(page: Page): Locator {
  return page.locator('.woswidgets-card-list-item').filter({ hasText: 'This device' });
}

async function openSignOut(where: Locator): Promise<Locator> {
  const dialog = where.page().getByRole('alertdialog');
  // The list moves up when a session ends, so a click may miss the button.
  await expect(async () => {
    if (!(await dialog.isVisible())) await where.getByRole('button', { name: 'Sign out' }).click();
    await expect(dialog).toBeVisible({ timeout: 2000 });
  }).toPass();
  return dialog;
}

/** Signs a person in using another browser. */
async function signInElsewhere(
  browser: Browser,
  localWorkOS: LocalWorkOS,
  person: Person,
  userAgent: string,
): Promise<void> {
  const context: BrowserContext = await browser.newContext({ userAgent });
  await localWorkOS.startSession(context.request, person);
  await context.close();
}
