import {
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import { LocalWorkOS, type Organization, PASSWORD, type Person } from './local-workos.ts';
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
  /** This test's own organization, with an admin. */
  organization: Organization & { admin: Person };
  /** A page in another browser, with its own cookies. */
  otherPage: Page;
  /** Console messages that this test allows. Any other fails it. */
  allowedConsoleErrors: RegExp | undefined;
  /** Errors in the consoles of this test's pages. */
  consoleErrors: string[];
}

interface WorkerFixtures {
  /**
   * Set in files that need their own Local WorkOS and app, because they inject faults or use short lifetimes: one of
   * `OWN_SERVERS`.
   */
  ownServers: readonly string[] | undefined;
  servers: { app: string; localWorkOS: string };
  localWorkOS: LocalWorkOS;
  /** The browser context that a worker's tests share, and where its errors go. */
  shared: {
    context: BrowserContext;
    note: (error: string) => void;
    /** Closes the pages and clears what the person left in the browser. */
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
      const localWorkOS = await startLocalWorkOS(localWorkOSPort, [
        ...['--origin', origin, '--webhook', `${origin}/api/webhooks`],
        ...ownServers,
      ]);
      const app = await startApp(appPort, appEnvironment(appPort, localWorkOSPort));
      await use({ app: app.origin, localWorkOS: localWorkOS.origin });
      await app.stop();
      await localWorkOS.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  // With a profile on disk, because Chromium caches compiled scripts only there.
  shared: [
    async ({ playwright }, use) => {
      // Without the first test's options, which may turn JavaScript off.
      const context = await playwright.chromium.launchPersistentContext('', { javaScriptEnabled: true });
      // The initial empty page keeps the browser's renderer process alive between tests.
      const [emptyPage] = context.pages() as [Page];
      const devTools = await context.newCDPSession(emptyPage);
      const shared = {
        context,
        note: (_error: string) => {},
        clear: async () => {
          const pages = context.pages().filter((page) => page !== emptyPage);
          await Promise.all(pages.map((page) => page.close()));
          await context.clearCookies();
          // Playwright's own way opens every origin first.
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

  // Shared for its cache, because every test loads the same scripts. Data that a person leaves behind is cleared.
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

/** Records console errors, and violations of the page's content security policy. */
async function watched(context: BrowserContext, note: (error: string) => void): Promise<BrowserContext> {
  context.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !isWorkosImage(url)) note(`${message.text()} (${url})`);
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

/** Expects that the page doesn't scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(overflow).toBe(0);
}

/** The widget without its skeleton, which is inert and may contain the same texts and fields. */
export function loaded(shown: Locator): Locator {
  return shown.and(shown.page().locator(':not([inert])'));
}

/**
 * Comes back to the page from another window, so that the widget refetches. Sends the event by hand, because a headless
 * browser never hides a page.
 */
export async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
}

/** The tokens in the requests that the page's own widget sends. */
export function tokensSent(page: Page): string[] {
  const tokens: string[] = [];
  page.on('request', (request) => {
    const { authorization, 'workos-widgets-type': widget } = request.headers();
    if (authorization && widget !== 'organization-switcher')
      tokens.push(authorization.replace('Bearer ', ''));
  });
  return tokens;
}

/** A person's row in the users table. */
export function memberRow(page: Page, { email }: { email: string }) {
  return page.getByRole('row').filter({ hasText: email });
}

export async function openInviteDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Invite user' }).click();
  return page.getByRole('dialog', { name: 'Invite user' });
}

/** What a page shows instead of a widget that has no token. */
export function problemScreen(page: Page) {
  return page.getByRole('main').getByRole('status');
}

/** Signs in on the hosted pages. For tests about signing in; other tests use `localWorkOS`. */
export async function signInWithPassword(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await enterPassword(page, password);
}

export async function enterPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Signs out with the account menu. */
export async function signOut(page: Page, { name }: Person): Promise<void> {
  const item = page.getByRole('menuitem', { name: 'Sign out' });
  // A click right after loading may come before hydration.
  await expect(async () => {
    if (!(await item.isVisible())) await page.getByRole('button', { name: new RegExp(name) }).click();
    await expect(item).toBeVisible({ timeout: 2000 });
  }).toPass();
  await item.click();
  await expect(page).toHaveURL('/');
}
