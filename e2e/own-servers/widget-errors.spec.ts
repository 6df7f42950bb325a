import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../accessibility.ts';
import { OWN_SERVERS } from '../servers.ts';
import { expect, loaded, test } from '../test.ts';

test.use({ ownServers: OWN_SERVERS.plain });
// Chromium logs each failed response, and the widget its own error.
test.use({
  allowedConsoleErrors: /status of (403|500)|ApiError|IncorrectPermissionsError|Internal Server Error/,
});

test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

interface Widget {
  path: string;
  /** The path it reads. */
  operation: string;
  /** What it shows without a fault. */
  content: string | RegExp;
  /** Whether it shows the error in a heading. The Admin Portal and users widgets don't. */
  hasHeading?: true;
}

const ADMIN_PORTAL_WIDGETS: readonly Widget[] = [
  {
    path: '/domains',
    operation: '/_widgets/admin-portal/organization-domains',
    content: "You haven't added any verified domains yet.",
  },
  {
    path: '/single-sign-on',
    operation: '/_widgets/admin-portal/sso-connections',
    content: "You haven't set up Single Sign-On yet.",
  },
  {
    path: '/directory-sync',
    operation: '/_widgets/directory-sync/directories',
    content: "You haven't set up a directory yet.",
  },
  {
    path: '/audit-log-streaming',
    operation: '/_widgets/admin-portal/audit-log-stream',
    content: "You haven't set up Log Streams yet.",
  },
];

const WIDGETS: readonly Widget[] = [
  ...ADMIN_PORTAL_WIDGETS,
  { path: '/users', operation: '/_widgets/UserManagement/members', content: /^ada\.\w+@example\.com$/ },
  { path: '/api-keys', operation: '/_widgets/ApiKeys/*', content: 'No API keys yet', hasHeading: true },
  {
    path: '/personal-api-keys',
    operation: '/_widgets/UserApiKeys/*',
    content: 'No API keys yet',
    hasHeading: true,
  },
  { path: '/profile', operation: '/_widgets/UserProfile/me', content: 'Ada Test', hasHeading: true },
  {
    path: '/sessions',
    operation: '/_widgets/UserProfile/sessions',
    content: 'This device',
    hasHeading: true,
  },
];

/** All tabs share one process of the browser, and the error pages are only there until the next retry. */
const AT_A_TIME = 3;

test('a widget shows that WorkOS failed, and recovers', async ({ context, organization, localWorkOS }) => {
  // Nine pages.
  test.slow();
  for (const { operation } of WIDGETS) {
    await localWorkOS.addFault({ method: 'GET', path: operation, status: 500 });
  }
  await localWorkOS.startSession(context.request, organization.admin);
  const pages = await inTabs(context, WIDGETS, async (page, { hasHeading }) => {
    const name = 'Error fetching data';
    const message = hasHeading ? page.getByRole('heading', { name }) : page.getByText(name);
    // It tries four times, with a growing delay.
    await expect(message).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
    await expectAccessible(page);
  });
  await localWorkOS.clearFaults();
  for (const [page, { content }] of pages) {
    await page.reload();
    await expect(loaded(page.getByText(content))).toBeVisible();
  }
});

test('a widget shows that access was refused', async ({ context, organization, localWorkOS }) => {
  for (const { operation } of ADMIN_PORTAL_WIDGETS) {
    await localWorkOS.addFault({ method: 'GET', path: operation, status: 403 });
  }
  await localWorkOS.startSession(context.request, organization.admin);
  await inTabs(context, ADMIN_PORTAL_WIDGETS, async (page) => {
    await expect(page.getByText('Incorrect permissions')).toBeVisible({ timeout: 20_000 });
  });
});

test('a widget shows its skeleton while WorkOS is slow', async ({ context, organization, localWorkOS }) => {
  for (const { operation } of ADMIN_PORTAL_WIDGETS) {
    await localWorkOS.addFault({ method: 'GET', path: operation, delay: 4000 });
  }
  await localWorkOS.startSession(context.request, organization.admin);
  await inTabs(context, ADMIN_PORTAL_WIDGETS, async (page, { content }) => {
    await expect(page.locator('main .rt-Skeleton').first()).toBeVisible();
    await expect(loaded(page.getByText(content))).toBeVisible();
    await expect(page.locator('main .rt-Skeleton')).toHaveCount(0);
  });
});

test('when an Admin Portal link cannot be created, the button stays and works the next time', async ({
  page,
  organization,
  localWorkOS,
}) => {
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

/** Opens the widgets' pages, three at a time, and waits for what each should show. @returns The pages. */
async function inTabs(
  context: BrowserContext,
  widgets: readonly Widget[],
  shows: (page: Page, widget: Widget) => Promise<void>,
): Promise<[Page, Widget][]> {
  const open = (widget: Widget) =>
    test.step(widget.path, async (): Promise<[Page, Widget]> => {
      const page = await context.newPage();
      await page.goto(widget.path);
      await shows(page, widget);
      return [page, widget];
    });
  const opened: [Page, Widget][] = [];
  for (let next = 0; next < widgets.length; next += AT_A_TIME) {
    opened.push(...(await Promise.all(widgets.slice(next, next + AT_A_TIME).map(open))));
  }
  return opened;
}
