import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import { APP_ORIGIN, launchBrowser, withRunningApp } from './running-app.ts';

const HELP = `pnpm bench [options]: how fast a page with the users table is. It prints figures, and judges nothing.

  --app <url>       The app to measure, with sign-in by Local WorkOS (default: this app's production build)
  --against <url>   A second app, measured in turn with the first
  --path <path>     The page with the table (default /users)
  --next <name>     A link to another widget's page, clicked at once (default "API keys")
  --rested <name>   One that is clicked after the pointer has rested on it (default "Domains")
  --rest <ms>       For how long it has rested (default 300)
  --person <text>   Whom to sign in as (default Marcelina)
  --cpu <factor>    How many times slower the browser's processor is (default 4)
  --latency <ms>    Added to each answer of the Local WorkOS that this command starts (default 50)
  --runs <n>        Measurements of each kind (default 11)
  --rows <n>        Rows of the table to wait for (default 10)`;

const { values } = parseArgs({
  options: {
    app: { type: 'string' },
    against: { type: 'string' },
    path: { type: 'string', default: '/users' },
    next: { type: 'string', default: 'API keys' },
    rested: { type: 'string', default: 'Domains' },
    rest: { type: 'string', default: '300' },
    person: { type: 'string', default: 'Marcelina' },
    cpu: { type: 'string', default: '4' },
    latency: { type: 'string', default: '50' },
    runs: { type: 'string', default: '11' },
    rows: { type: 'string', default: '10' },
    help: { type: 'boolean' },
  },
});
const [runs, rows, cpu] = [Number(values.runs), Number(values.rows), Number(values.cpu)];

/** Milliseconds from the start of the navigation, and what came over the wire, in kB. */
type Measurement = Record<string, number>;

if (values.help) console.log(HELP);
else if (values.app) await withBrowser((browser) => compare(browser, values.app ?? ''));
else {
  const flags = ['--latency', values.latency];
  const others = values.against ? ['--origin', new URL(values.against).origin] : [];
  await withRunningApp((browser) => compare(browser, APP_ORIGIN), [...flags, ...others]);
}

async function withBrowser(work: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await launchBrowser();
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

async function compare(browser: Browser, app: string): Promise<void> {
  const apps = [app, ...(values.against ? [values.against] : [])];
  const contexts = await Promise.all(apps.map((each) => signIn(browser, each)));
  const measured = apps.map((): Measurement[] => []);
  // The first round warms the servers up and is not counted.
  for (let run = 0; run <= runs; run++) {
    for (const [index, each] of apps.entries()) {
      const context = contexts[index];
      if (!context) continue;
      const measurement = await measure(context, each);
      if (run > 0) measured[index]?.push(measurement);
    }
  }
  print(apps, measured);
}

async function signIn(browser: Browser, app: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addInitScript(watchPage, rows);
  const page = await context.newPage();
  const { origin } = new URL(app);
  await page.goto(new URL(values.path, app).href);
  await page
    .getByRole('button', { name: new RegExp(values.person) })
    .first()
    .click();
  await page.waitForURL((url) => url.origin === origin);
  await page.close();
  return context;
}

async function measure(context: BrowserContext, app: string): Promise<Measurement> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: 'rowsCanBeUsed' });
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  await session.send('Network.clearBrowserCache');
  const bytes = countBytes(session);
  const url = new URL(values.path, app).href;
  const cold = await load(page, session, () => page.goto(url, { waitUntil: 'commit' }));
  await page.waitForLoadState('networkidle');
  const sizes = Object.fromEntries([...bytes].map(([kind, size]) => [`${kind}, kB`, size / 1000]));
  const warm = await load(page, session, () => page.reload({ waitUntil: 'commit' }));
  const moved = {
    ...(await navigate(page, values.next, 'navigation to another widget')),
    ...(await navigate(page, values.rested, 'navigation after the pointer rested', Number(values.rest))),
  };
  await page.close();
  return { ...named('cold: ', cold), ...named('warm: ', warm), ...moved, ...sizes };
}

/**
 * What {@link watchPage} has noted, once the rows can be used. The page tells it: Playwright's own ways of waiting would
 * first run a large script in it.
 */
async function load(page: Page, session: CDPSession, go: () => Promise<unknown>): Promise<Measurement> {
  const usable = new Promise((resolve) => session.once('Runtime.bindingCalled', resolve));
  await go();
  await usable;
  // Layout shifts and long tasks that follow are noted too.
  await page.waitForTimeout(500);
  return page.evaluate(() => Reflect.get(window, 'bench'));
}

/** From a click on a link to the other widget. @param rest How long the pointer is on it before, in milliseconds. */
async function navigate(page: Page, to: string, label: string, rest = 0): Promise<Measurement> {
  const link = page.getByRole('link', { name: to, exact: true }).first();
  if ((await link.count()) === 0) return {};
  if (rest > 0) {
    await link.hover();
    await page.waitForTimeout(rest);
  }
  const shown = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let start = 0;
        addEventListener('click', () => (start = performance.now()), { capture: true, once: true });
        const before = location.pathname;
        const look = () => {
          const widget = document.querySelector('main [class*="woswidgets"]');
          const loading = document.querySelector('main .rt-Skeleton');
          if (start > 0 && location.pathname !== before && widget && !loading)
            resolve(performance.now() - start);
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  const [milliseconds] = await Promise.all([shown, link.click()]);
  return { [label]: milliseconds };
}

/** Runs in the page, before its own scripts: notes when rows are there, and when they can be used. */
function watchPage(wanted: number): void {
  const noted: Record<string, number> = { 'layout shift': 0, 'main thread blocked': 0 };
  Reflect.set(window, 'bench', noted);
  let seen = false;
  const look = () => {
    const texts = [...document.querySelectorAll('tbody tr')].map(
      (row) => row.querySelector('th')?.textContent,
    );
    if (!seen && texts.filter(Boolean).length >= wanted) {
      seen = true;
      // The frame that begins here is painted before anything else runs.
      const note = () => (noted['rows shown'] = performance.now());
      void scheduler.postTask(note, { priority: 'user-blocking' });
    }
    const usable = document.querySelectorAll('tbody tr button:not([disabled])').length > 0;
    if (noted['rows shown'] && usable) noted['rows can be used'] = performance.now();
    if (noted['rows can be used']) Reflect.get(window, 'rowsCanBeUsed')('');
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const observe = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') noted['first paint'] = startTime;
  });
  observe('largest-contentful-paint', ({ startTime }) => {
    noted['largest paint'] = startTime;
  });
  observe('layout-shift', (entry) => {
    noted['layout shift'] = (noted['layout shift'] ?? 0) + Number(Reflect.get(entry, 'value'));
  });
  observe('longtask', ({ duration }) => {
    noted['main thread blocked'] = (noted['main thread blocked'] ?? 0) + duration - 50;
  });
}

/** Adds up the transferred (compressed) bytes by kind. */
function countBytes(session: CDPSession): Map<string, number> {
  const types = new Map<string, string>();
  const bytes = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId) ?? 'Other';
    bytes.set(type, (bytes.get(type) ?? 0) + encodedDataLength);
  });
  return bytes;
}

function named(prefix: string, measurement: Measurement): Measurement {
  return Object.fromEntries(Object.entries(measurement).map(([key, value]) => [prefix + key, value]));
}

/** Medians, the range that half of the runs are in, and how the apps compare. */
function print(apps: string[], measured: Measurement[][]): void {
  console.log(
    `\n${runs} runs each, in turn, processor ${cpu} times slower. Times in ms: median (quartiles).`,
  );
  const keys = new Set(measured.flat().flatMap((each) => Object.keys(each)));
  for (const [index, app] of apps.entries()) console.log(`  ${String.fromCharCode(65 + index)}: ${app}`);
  for (const key of keys) {
    const columns = measured.map((all) => summary(all.map((each) => each[key])));
    const [a, b] = columns;
    const ratio = a && b && b.median > 0 ? `  A/B ${(a.median / b.median).toFixed(2)}` : '';
    console.log(
      `  ${key.padEnd(32)}${columns.map((column) => (column?.text ?? '–').padEnd(26)).join('')}${ratio}`,
    );
  }
}

function summary(values: (number | undefined)[]): { median: number; text: string } | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const show = (value: number) => value.toFixed(value < 10 ? 2 : 0);
  return { median: at(0.5), text: `${show(at(0.5))} (${show(at(0.25))}–${show(at(0.75))})` };
}
