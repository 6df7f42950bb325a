import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type Fault, LocalWorkOS, type Organization, type Person } from '../e2e/local-workos.ts';
import { widgets } from '../lib/widgets.ts';
import { APP_ORIGIN, withRunningApp } from './running-app.ts';

/**
 * `pnpm bench:faults [group …]` prints, as a table, what each page shows while WorkOS fails, after how long, and how
 * it recovers. It judges nothing; the rules are in the tests. Groups: mint, widgets, renewal, session, acts.
 */
const ACCESS_TOKEN_SECONDS = 5;
const GIVE_UP = 20_000;

/** Longer than the app waits for WorkOS: until then, a page that works may still be about to say something. */
const ACT_PATIENCE = 7_000;

/** What WorkOS does instead of answering. */
const FAULTS = {
  '500': { status: 500 },
  '429 for an hour': { status: 429, headers: { 'Retry-After': '3600' } },
  hangs: { delay: 60_000 },
  'no connection': { disconnect: true },
  'not JSON': { status: 200, body: '<html>Welcome to the network</html>' },
  '403': { status: 403, body: { message: 'Forbidden' } },
} as const;

const WIDGET_PAGES = Object.values(widgets).flatMap((entry) => ('page' in entry ? [entry.page.path] : []));
const OTHER_PAGES = ['/overview', '/new-organization'];

interface Cell {
  place: string;
  fault: string;
  shell?: number | undefined;
  shown?: { text: string; after: number } | undefined;
  recovered: string;
}

const cells: Cell[] = [];

type FaultyRequest = Pick<Fault, 'method' | 'path'>;

interface Stage {
  browser: Browser;
  localWorkOS: LocalWorkOS;
}

interface Visitor {
  context: BrowserContext;
  page: Page;
  person: Person;
  organization: Organization;
}

const GROUPS: Record<string, (stage: Stage) => Promise<void>> = {
  /** WorkOS fails while a page's token is minted. */
  async mint(stage) {
    for (const path of WIDGET_PAGES) await failing(stage, path, { method: 'POST', path: '/widgets/token' });
  },
  /** WorkOS fails while the widget loads its data. */
  async widgets(stage) {
    for (const path of WIDGET_PAGES) await failing(stage, path, { path: '/_widgets/*' });
  },
  /** The access token has expired, and WorkOS fails while the session is renewed. */
  async renewal(stage) {
    const request = { method: 'POST', path: '/user_management/authenticate' };
    for (const path of ['/', '/users', '/profile', ...OTHER_PAGES])
      await failing(stage, path, request, () => pause((ACCESS_TOKEN_SECONDS + 1) * 1000));
  },
  /** Something ended while the page was open elsewhere. */
  async session(stage) {
    for (const path of [...WIDGET_PAGES, ...OTHER_PAGES]) await changed(stage, path);
  },
  /** WorkOS fails while the person does something. */
  async acts(stage) {
    for (const name of Object.keys(ACTS)) await acting(stage, name);
  },
};

function print(cell: Cell): void {
  cells.push(cell);
  const { place, fault, shell, shown, recovered } = cell;
  const seconds = (ms: number | undefined) => (ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`);
  console.log(
    `| ${[place, fault, seconds(shell), shown?.text ?? 'nothing', seconds(shown?.after), recovered].join(' | ')} |`,
  );
}

function summarize(): void {
  const worst = (values: (number | undefined)[]) => Math.max(...values.map((value) => value ?? 0)) / 1000;
  console.log(`\n${cells.length} cells; worst time to the shell ${worst(cells.map(({ shell }) => shell))} s`);
  console.log(`to a message ${worst(cells.map(({ shown }) => shown?.after))} s`);
  console.log(`without a message: ${cells.filter(({ shown }) => !shown).length}`);
}

async function failing(
  stage: Stage,
  path: string,
  request: FaultyRequest,
  before = async () => {},
): Promise<void> {
  for (const [fault, behavior] of Object.entries(FAULTS)) {
    await visiting(stage, async ({ page }) => {
      await before();
      await stage.localWorkOS.addFault({ ...request, ...behavior });
      const { shell, shown } = await visit(page, APP_ORIGIN + path);
      await stage.localWorkOS.clearFaults();
      print({ place: path, fault, shell, shown, recovered: await recovery(page) });
    });
  }
}

const CHANGES: Record<string, (stage: Stage, visitor: Visitor) => Promise<void>> = {
  'token expired': () => pause((ACCESS_TOKEN_SECONDS + 1) * 1000),
  async 'session revoked'({ localWorkOS: { sdk } }, { person }) {
    const { data } = await sdk.userManagement.listSessions(person.id);
    for (const { id } of data) await sdk.userManagement.revokeSession({ sessionId: id });
    await pause((ACCESS_TOKEN_SECONDS + 1) * 1000);
  },
  'role lost': ({ localWorkOS }, { person, organization }) =>
    localWorkOS.setRole(person, organization, 'member'),
  'removed from the organization': ({ localWorkOS }, { person, organization }) =>
    localWorkOS.removeMember(person, organization),
  'organization deleted': ({ localWorkOS: { sdk } }, { organization }) =>
    sdk.organizations.deleteOrganization(organization.id),
  'person deleted': ({ localWorkOS: { sdk } }, { person }) => sdk.userManagement.deleteUser(person.id),
  offline: async (_, { context }) => context.setOffline(true),
};

async function changed(stage: Stage, path: string): Promise<void> {
  for (const [fault, change] of Object.entries(CHANGES)) {
    await visiting(stage, async (visitor) => {
      const { page, context } = visitor;
      await page.goto(`${APP_ORIGIN}/overview`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await change(stage, visitor);
      const { shell, shown } = await visit(page, APP_ORIGIN + path);
      await context.setOffline(false);
      print({
        place: path,
        fault,
        shell,
        shown,
        recovered: fault === 'offline' ? await recovery(page) : '–',
      });
    });
  }
}

/** What a person does, the request that fails, and how it is begun. */
const ACTS: Record<
  string,
  { request: FaultyRequest; act: (page: Page, visitor: Visitor) => Promise<unknown> }
> = {
  'sign out': {
    request: { path: '/user_management/sessions/*' },
    act: async (page) => {
      await page.getByRole('button', { name: /account of/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
    },
  },
  'create an organization': {
    request: { path: '/organizations*' },
    act: async (page) => {
      await page.goto(new URL('/new-organization', page.url()).href);
      await page.getByLabel('Organization name').fill('Faulty');
      await page.getByRole('button', { name: 'Create organization' }).click();
    },
  },
  'switch organization': {
    request: { path: '/user_management/authenticate' },
    act: async (page, { organization }) => {
      await page.getByRole('button', { name: organization.name }).click();
      await page.getByRole('menuitem', { name: /^Second/ }).click();
    },
  },
  'finish a sign-in': {
    request: { path: '/user_management/authenticate' },
    act: async (page) => {
      await page.context().clearCookies({ name: 'wos-session' });
      await page.goto(new URL('/sign-in', page.url()).href);
      await page.getByRole('list', { name: 'Continue as' }).getByRole('button').first().click();
    },
  },
};

async function acting(stage: Stage, name: string): Promise<void> {
  const { request, act } = ACTS[name] as (typeof ACTS)[string];
  for (const [fault, behavior] of Object.entries(FAULTS)) {
    await visiting(stage, async (visitor) => {
      const { page, person } = visitor;
      const second = await stage.localWorkOS.createOrganization('Second');
      await stage.localWorkOS.addMember(person, second, 'admin');
      await page.goto(`${APP_ORIGIN}/users`);
      await page.getByRole('row').nth(1).waitFor();
      await stage.localWorkOS.addFault({ ...request, ...behavior });
      const start = performance.now();
      await act(page, visitor);
      const shown = await message(page, start, ACT_PATIENCE);
      await stage.localWorkOS.clearFaults();
      print({ place: name, fault, shown, recovered: '–' });
    });
  }
}

/** Runs `work` as a new admin of a new organization, in a browser of their own. */
async function visiting(stage: Stage, work: (visitor: Visitor) => Promise<void>): Promise<void> {
  const { browser, localWorkOS } = stage;
  const context = await browser.newContext({ baseURL: APP_ORIGIN });
  try {
    const organization = await localWorkOS.createOrganization();
    const person = await localWorkOS.createMember(organization, 'Ada', 'admin');
    const page = await context.newPage();
    await localWorkOS.startSession(page.request, person, organization);
    await work({ context, page, person, organization });
  } finally {
    await localWorkOS.clearFaults();
    await context.close();
  }
}

async function visit(page: Page, url: string): Promise<Pick<Cell, 'shell' | 'shown'>> {
  const start = performance.now();
  await page.goto(url, { waitUntil: 'commit', timeout: GIVE_UP }).catch(() => {});
  const heading = page.getByRole('heading', { level: 1 }).first();
  const shell = await heading.waitFor({ timeout: GIVE_UP }).then(
    () => performance.now() - start,
    () => undefined,
  );
  return { shell, shown: await message(page, start) };
}

/**
 * The first message on the screen, or the widget itself if nothing is wrong.
 * @param patience How long to wait for a message before what works counts, in milliseconds.
 */
async function message(page: Page, start: number, patience = 1000): Promise<Cell['shown']> {
  const problem = page
    .locator('main :is([role="alert"], [role="status"]):visible, body > [role="alert"]:visible')
    .filter({ hasText: /\w{3}/, hasNotText: /^Loading/ });
  const works = page
    .locator('main [data-woswidgets-widget-state="resolved"], main :is(form, ul):not([inert] *)')
    .first();
  const elsewhere = page.getByRole('heading', { name: /Sign in|WorkOS|no longer|no organization|isn’t/ });
  while (performance.now() - start < GIVE_UP) {
    for (const [locator, prefix] of [
      [problem.first(), ''],
      [elsewhere.first(), ''],
      [works, 'works: '],
    ] as const) {
      const text = await locator.textContent({ timeout: 50 }).catch(() => undefined);
      if (text === undefined) continue;
      if (prefix && performance.now() - start < patience) continue;
      const line = prefix ? 'works' : (text ?? '').replace(/\s+/g, ' ').slice(0, 110);
      return { text: line, after: performance.now() - start };
    }
    await pause(50);
  }
  return undefined;
}

async function recovery(page: Page): Promise<string> {
  const start = performance.now();
  const problem = page
    .locator('main :is([role="alert"], [role="status"]):visible')
    .filter({ hasText: /\w{3}/ });
  const tryAgain = page.getByRole('button', { name: 'Try again' }).first();
  const clicked = await tryAgain.click({ timeout: 500 }).then(
    () => true,
    () => false,
  );
  while (performance.now() - start < GIVE_UP) {
    const heading = await page
      .getByRole('heading', { level: 1 })
      .first()
      .isVisible()
      .catch(() => false);
    if (heading && (await problem.count()) === 0) {
      return `${clicked ? 'with “Try again”' : 'by itself'}, ${((performance.now() - start) / 1000).toFixed(1)} s`;
    }
    await pause(100);
  }
  return `not: ${(await problem.allTextContents()).join(' ').slice(0, 60)}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const chosen = process.argv.slice(2);
await withRunningApp(
  async (browser, { origin }) => {
    console.log('| place | fault | shell | shows | after | recovers |\n|---|---|---|---|---|---|');
    const stage = { browser, localWorkOS: new LocalWorkOS(origin) };
    for (const [name, group] of Object.entries(GROUPS)) {
      if (chosen.length === 0 || chosen.includes(name)) await group(stage);
    }
  },
  ['--access-token-ttl', String(ACCESS_TOKEN_SECONDS)],
);
summarize();
