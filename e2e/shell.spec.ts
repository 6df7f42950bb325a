import type { Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes } from './accessibility.ts';
import { expect, expectNoSidewaysScroll, memberRow, test } from './test.ts';

test('the landing page explains a failed sign-in', async ({ page }) => {
  for (const path of ['/', '/?problem=sign-in']) {
    await page.goto(path);
    await expect(page).toHaveTitle('Widgets starter');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessibleInBothThemes(page);
  }
});

test('each signed-in page has a title, a heading, and a place in the navigation', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, undefined, '/overview');
  for (const [link, heading] of [
    ['Overview', 'Overview'],
    ['Users', 'Users'],
  ] as const) {
    await followNavigation(page, link);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page).toHaveTitle(`${heading} · Widgets starter`);
    if (link === 'Users') {
      await expect(memberRow(page, organization.admin)).toBeVisible();
    }
    await expectNoSidewaysScroll(page);
    await expectAccessibleInBothThemes(page);
  }
  await openNavigation(page);
  await expect(navigation(page).getByRole('link', { name: 'Users' })).toHaveAttribute('aria-current', 'page');
  await expect(navigation(page).locator('[aria-current]')).toHaveCount(1);
});

test('pages are prefetched on hover, and not before', {
  tag: '@desktop',
}, async ({ page, organization, localWorkOS }) => {
  const ahead: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (searchParams.has('_rsc')) ahead.push(pathname);
  });
  await localWorkOS.signIn(page, organization.admin);
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(ahead).toEqual([]);
  await navigation(page).getByRole('link', { name: 'Profile' }).hover();
  await expect.poll(() => ahead).toContain('/profile');
  expect(new Set(ahead)).toEqual(new Set(['/profile']));
});

test('the menus are accessible', async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin);
  await accountButton(page).click();
  await expect(page.getByRole('menu')).toContainText(organization.admin.email);
  await expectAccessibleInBothThemes(page, '[role="menu"]');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: organization.name }).click();
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await expectAccessibleInBothThemes(page, '[role="menu"]');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Invite user' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
});

test.describe('an unknown address', () => {
  test.use({ allowedConsoleErrors: /status of 404/ });

  test('says so and links back', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    await localWorkOS.signIn(page, organization.admin);
    const response = await page.goto('/no/such/page');
    expect(response?.status()).toBe(404);
    await expect(page).toHaveTitle(/^Page not found/);
    await expectNoSidewaysScroll(page);
    await expectAccessibleInBothThemes(page);
    await page.getByRole('main').getByRole('link').click();
    await expect(page).toHaveURL('/users');
  });
});

test('everything works with the keyboard alone', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  await expect(memberRow(page, admin)).toBeVisible();
  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();

  // Focus moves in reading order and is visible.
  const order = [
    page.getByRole('link', { name: 'Skip to content' }),
    page.getByRole('banner').getByRole('link'),
    page.getByRole('button', { name: organization.name }),
    accountButton(page),
    navigation(page).getByRole('link', { name: 'Overview' }),
    navigation(page).getByRole('link', { name: 'Users' }),
  ];
  for (const element of order) {
    await page.keyboard.press('Tab');
    await expect(element).toBeFocused();
    await expect(element).toBeInViewport();
    const outline = await element.evaluate((node) => getComputedStyle(node).outlineStyle);
    expect(outline).not.toBe('none');
  }

  // The skip link jumps past the navigation to the search.
  await page.reload();
  await expect(memberRow(page, admin)).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'User search' })).toBeFocused();

  await accountButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: 'Light' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveClass('dark');
  await expect(accountButton(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(accountButton(page)).toBeFocused();

  await page.getByRole('button', { name: 'Invite user' }).press('Enter');
  await expect(page.getByLabel('Email address')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Invite user' })).toBeFocused();
});

test('the chosen theme persists, and applies before the first paint', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await page.addInitScript(noteThemeAtFirstPaint);
  await localWorkOS.signIn(page, organization.admin);
  for (const [choice, system, expected] of [
    ['Dark', 'light', 'dark'],
    ['Light', 'dark', 'light'],
    ['System', 'dark', 'dark'],
    ['System', 'light', 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme: system });
    await accountButton(page).click();
    await page.getByRole('menuitemradio', { name: choice }).click();
    await expect(page.locator('html')).toHaveClass(expected);

    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect.poll(() => page.evaluate(themeAtFirstPaint)).toBe(expected);
    await accountButton(page).click();
    await expect(page.getByRole('menuitemradio', { name: choice })).toBeChecked();
    await page.keyboard.press('Escape');
  }
});

test('the page follows the system’s theme', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const other = await localWorkOS.createOrganization();
  await localWorkOS.addMember(organization.admin, other, 'admin');
  await page.emulateMedia({ colorScheme: 'light' });
  await localWorkOS.signIn(page, organization.admin, organization);
  await accountButton(page).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await page.reload();
  await accountButton(page).click();
  await page.getByRole('menuitemradio', { name: 'System' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveClass('dark');

  // Rendering again on the server doesn't undo it.
  await page.getByRole('button', { name: organization.name }).click();
  await page.getByRole('menuitem', { name: other.name }).click();
  await expect(page.getByRole('button', { name: other.name })).toBeVisible();
  await expect(page.locator('html')).toHaveClass('dark');
});

/** Runs in the page before anything else: records the theme at the first paint. */
function noteThemeAtFirstPaint(): void {
  const changes: { at: number; theme: string }[] = [];
  new MutationObserver(() => {
    changes.push({ at: performance.now(), theme: document.documentElement?.className ?? '' });
  }).observe(document, { attributes: true, childList: true, subtree: true });
  Object.assign(window, { themeChanges: changes });
}

function themeAtFirstPaint(): string | undefined {
  const { themeChanges } = window as unknown as { themeChanges: { at: number; theme: string }[] };
  const [paint] = performance.getEntriesByName('first-paint');
  return themeChanges.findLast(({ at }) => at <= (paint?.startTime ?? 0))?.theme;
}

function accountButton(page: Page) {
  return page.getByRole('button', { name: /account/i });
}

function navigation(page: Page) {
  return page.getByRole('navigation', { name: 'Main' });
}

/** On phones the navigation is behind a button. */
async function openNavigation(page: Page): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu' });
  if (await menu.isVisible()) {
    await menu.click();
    await expectAccessible(page);
  }
  await expect(navigation(page)).toBeVisible();
}

async function followNavigation(page: Page, name: string): Promise<void> {
  await openNavigation(page);
  await navigation(page).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}
