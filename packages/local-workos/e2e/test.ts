import {
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import { LocalWorkOS, type Organization, type Person } from './local-workos.ts';
import {
  APP_ORIGIN,
  APP_PORT,
  appEnvironment,
  LOCAL_WORKOS_ORIGIN,
  LOCAL_WORKOS_PORT,
  startApp,
  startLocalWorkOS,
  WORKOS_IMAGE_HOSTS,
} from './servers.ts';

export { expect } from '@playwright/test';

interface TestFixtures {
  /** An organization of this test's own, with an admin. */
  organization: Organization & { admin: Person };
  /** A page in another browser: other cookies, so another person may be signed in there. */
  otherPage: Page;
  /** What the console may say in this test; anything else fails it. */
  allowedConsoleErrors: RegExp | undefined;
  /** Errors in the consoles of this test's pages. */
  consoleErrors: string[];
}

interface WorkerFixtures {
  /**
   * Set in a file that needs a Local WorkOS and an app of its own, because it plays faults or short
   * lifetimes: one of `OWN_SERVERS`.
   */
  ownServers: readonly string[] | undefined;
  servers: { app: string; localWorkOS: string };
  localWorkOS: LocalWorkOS;
  /** The context that the tests of a worker share, and where its errors go. */
  shared: {
    context: BrowserContext;
    note: (error: string) => void;
    /** Closes the pages and makes the browser forget the person. */
    clear: () => Promise<void>;
  };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  ownServers: [undefined, { option: true, scope: 'worker' }],

  servers: [
    async ({ ownServers }, use, { parallelIndex }) => {
      if (!ownServers) return use({ app: APP_ORIGIN, localWorkOS: LOCAL_WORKOS_ORIGIN });
      const [appPort, localWorkOSPort] = [
        APP_PORT + 1 + parallelIndex,
        LOCAL_WORKOS_PORT + 1 + parallelIndex,
      ];
      const origin = `http://localhost:${appPort}`;
      const localWorkOS = await startLocalWorkOS(localWorkOSPort, ['--origin', origin, ...ownServers]);
      const app = await startApp(appPort, appEnvironment(appPort, localWorkOSPort));
      await use({ app: app.origin, localWorkOS: localWorkOS.origin });
      await app.stop();
      await localWorkOS.stop();
    },
    { scope: 'worker' },
  ],

  // With a profile on disk, as people have one: in no other does Chromium keep compiled scripts.
  shared: [
    async ({ playwright }, use) => {
      // The options of the first test hold for all; one of them may turn scripts off.
      const context = await playwright.chromium.launchPersistentContext('', { javaScriptEnabled: true });
      // The empty page that it came with keeps the browser's one renderer process from test to test.
      const [emptyPage] = context.pages() as [Page];
      const devTools = await context.newCDPSession(emptyPage);
      const shared = {
        context,
        note: (_error: string) => {},
        clear: async () => {
          const pages = context.pages().filter((page) => page !== emptyPage);
          await Promise.all(pages.map((page) => page.close()));
          await context.clearCookies();
          // Playwright's own way opens each origin for it.
          const stored = {
            origin: '*',
            storageTypes: 'local_storage,indexeddb,cache_storage,service_workers',
          };
          await devTools.send('Storage.clearDataForOrigin', stored);
        },
      };
      await watched(context, (error) => shared.note(error));
      await use(shared);
      await context.close();
    },
    { scope: 'worker', timeout: 0 },
  ],

  browser: [async ({ shared }, use) => use(shared.context.browser() as Browser), { scope: 'worker' }],

  localWorkOS: [async ({ servers }, use) => use(new LocalWorkOS(servers.localWorkOS)), { scope: 'worker' }],

  baseURL: async ({ servers }, use) => use(servers.app),

  organization: async ({ localWorkOS }, use) => {
    const organization = await localWorkOS.createOrganization();
    const admin = await localWorkOS.createMember(organization, 'Ada', 'admin');
    await use({ ...organization, admin });
  },

  allowedConsoleErrors: [undefined, { option: true }],

  consoleErrors: async ({ allowedConsoleErrors }, use) => {
    const errors: string[] = [];
    await use(errors);
    const unexpected = errors.filter((error) => !allowedConsoleErrors?.test(error));
    expect(unexpected, 'errors in the console').toEqual([]);
  },

  // Shared for its cache: the scripts are the same in each test. What a person leaves behind is cleared.
  context: async ({ browser, javaScriptEnabled, consoleErrors, shared }, use) => {
    if (!javaScriptEnabled) return use(await browser.newContext());
    shared.note = (error) => consoleErrors.push(error);
    await use(shared.context);
    await shared.clear();
  },

  otherPage: async ({ browser, consoleErrors }, use) => {
    const context = await watched(await browser.newContext(), (error) => consoleErrors.push(error));
    await use(await context.newPage());
    await context.close();
  },
});

/** Notes what a person would see in red in the developer tools, and each violation of the page's policy. */
async function watched(context: BrowserContext, note: (error: string) => void): Promise<BrowserContext> {
  context.on('console', (message) => {
    if (message.type() === 'error' && !isWorkosImage(message.location().url)) note(message.text());
  });
  context.on('weberror', (error) => note(String(error.error())));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`Violates the Content-Security-Policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  return context;
}

function isWorkosImage(url: string): boolean {
  return WORKOS_IMAGE_HOSTS.some((host) => url.startsWith(`https://${host}/`));
}

/** Nothing is wider than the screen: the page as a whole does not scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(overflow).toBe(0);
}

/** What the widget shows itself: its skeleton, which is inert, may have the same texts and fields. */
export function loaded(shown: Locator): Locator {
  return shown.and(shown.page().locator(':not([inert])'));
}

/**
 * Comes back to the page from another window, which makes the widget look what has changed. A browser says so
 * to a page that was hidden; without a screen none is ever hidden.
 */
export async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
}

/** The row of the users table for a person. */
export function memberRow(page: Page, { email }: { email: string }) {
  return page.getByRole('row').filter({ hasText: email });
}

/** What stands in the place of a widget when there is no token for it. */
export function problemScreen(page: Page) {
  return page.getByRole('main').getByRole('status');
}

export async function enterPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Signs out with the menu of the account. */
export async function signOut(page: Page, { name }: Person): Promise<void> {
  const item = page.getByRole('menuitem', { name: 'Sign out' });
  // A click on a page that has only just come may be too early for its script.
  await expect(async () => {
    if (!(await item.isVisible())) await page.getByRole('button', { name: new RegExp(name) }).click();
    await expect(item).toBeVisible({ timeout: 2000 });
  }).toPass();
  await item.click();
  await expect(page).toHaveURL('/');
}
