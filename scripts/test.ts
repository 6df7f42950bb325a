import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type BrowserToLaunch, findBrowser } from './browser.ts';

/**
 * `pnpm test` runs every test and prints the totals as its last line. `pnpm test <name> …` runs the test files whose
 * paths contain one of the names, and builds the app only if they need it. Flags go to Playwright.
 */
const NODE_TESTS = [
  // One process per file, because they set the environment that the app reads.
  { pattern: 'lib/**/*.test.ts', isolation: 'process' },
  { pattern: 'scripts/**/*.test.ts', isolation: 'none' },
  { pattern: 'packages/*/tests/**/*.test.ts', isolation: 'none' },
];

/** These build the app again, and have their own commands. */
const BUILD_AGAIN = /without-local-workos\.test\.ts$/;

const BROWSER_SUITES = [
  { config: 'e2e/playwright.config.ts', specs: 'e2e/**/*.spec.ts', results: 'test-results/app.json' },
  {
    config: 'packages/local-workos/e2e/playwright.config.ts',
    specs: 'packages/local-workos/e2e/**/*.spec.ts',
    results: 'test-results/local-workos.json',
  },
];

/** A running `pnpm dev` keeps its own build folder. */
const DIST_DIR = '.next-test';

interface Totals {
  passed: number;
  failed: number;
  /** The tests that failed, also those that then passed, for the end of the output. */
  failures: string[];
}

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'));

const environment = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  NEXT_DIST_DIR: DIST_DIR,
  // The tests start about a hundred processes of the same few programs.
  NODE_COMPILE_CACHE: resolve('node_modules/.cache/compile'),
};

try {
  if (!existsSync('packages/local-workos')) {
    console.log('Local WorkOS is not here: the tests that need it are skipped.');
  }
  const nodeTests = NODE_TESTS.map(({ pattern, isolation }) => ({
    isolation,
    chosen: files(pattern).filter((file) => !BUILD_AGAIN.test(file)),
  })).filter(({ chosen }) => chosen.length > 0);
  const allNodeTests = nodeTests.flatMap(({ chosen }) => chosen);
  const suites = BROWSER_SUITES.map((suite) => ({ ...suite, chosen: files(suite.specs) }));
  const needsBrowser = [...suites.flatMap(({ chosen }) => chosen), ...allNodeTests].some((file) =>
    /\.spec\.ts$|package\.test\.ts$/.test(file),
  );
  if (allNodeTests.length + suites.flatMap(({ chosen }) => chosen).length === 0) {
    throw new Error(`No test file has ${names.join(' or ')} in its path.`);
  }
  const browser = needsBrowser ? await findBrowser() : {};
  // Not beside the browser: on two cores, neither would have the time that its tests allow.
  const all = [
    ...(await Promise.all(
      nodeTests.map(({ chosen, isolation }) => runNodeTests(chosen, isolation, browser)),
    )),
    ...(await runBrowserSuites(
      suites.filter(({ chosen }) => chosen.length > 0),
      browser,
    )),
  ];
  const sum = (key: 'passed' | 'failed') => all.reduce((total, each) => total + each[key], 0);
  for (const failure of all.flatMap(({ failures }) => failures)) console.log(failure);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** The files of a pattern whose paths contain one of the given names. */
function files(pattern: string): string[] {
  const found = globSync(pattern, { exclude: ['**/node_modules/**'] }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  return found.filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
}

async function runNodeTests(chosen: string[], isolation: string, browser: BrowserToLaunch): Promise<Totals> {
  const { output } = await run(
    [
      '--conditions=react-server',
      '--test',
      '--test-timeout=300000',
      `--test-isolation=${isolation}`,
      '--test-reporter=spec',
      ...chosen,
    ],
    { more: { CHROMIUM_PATH: browser.executablePath ?? '' } },
  );
  const count = (what: string) => {
    const found = new RegExp(`^ℹ ${what} (\\d+)$`, 'm').exec(output)?.[1];
    if (found === undefined) throw new Error(`These tests did not finish: ${chosen.join(', ')}`);
    return Number(found);
  };
  // The reporter lists all failed tests once more at the end.
  const [, ended = ''] = output.split('✖ failing tests:');
  const failures = [...ended.matchAll(/^✖ (.*)$/gm)].map(([, name = '']) => `failed: ${name}`);
  return { passed: count('pass'), failed: count('fail') + count('cancelled'), failures };
}

/** One after another, because each uses the whole machine. */
async function runBrowserSuites(suites: readonly Suite[], browser: BrowserToLaunch): Promise<Totals[]> {
  const totals: Totals[] = [];
  if (suites.length === 0) return totals;
  const { code } = await run(['node_modules/next/dist/bin/next', 'build']);
  if (code !== 0) throw new Error('The app does not build.');
  for (const suite of suites) totals.push(await runBrowserSuite(suite, browser));
  return totals;
}

type Suite = (typeof BROWSER_SUITES)[number] & { chosen: string[] };

async function runBrowserSuite(
  { config, results, chosen }: Suite,
  browser: BrowserToLaunch,
): Promise<Totals> {
  rmSync(results, { force: true });
  const specs = names.length > 0 ? chosen : [];
  await run(['node_modules/@playwright/test/cli.js', 'test', '--config', config, ...specs, ...flags], {
    live: true,
    more: { CHROMIUM_PATH: browser.executablePath ?? '', PLAYWRIGHT_JSON_OUTPUT_NAME: results },
  });
  const { stats, errors, suites } = JSON.parse(readFileSync(results, 'utf8'));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    failures: suites.flatMap(failedTests),
  };
}

/** Of Playwright's report, in which suites hold suites. */
interface ReportedSuite {
  suites?: ReportedSuite[];
  specs: { title: string; file: string; line: number; tests: ReportedTest[] }[];
}

interface ReportedTest {
  status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  results: { error?: { message?: string } }[];
}

/** The tests that failed at least once, each with its errors: the output above them may be cut. */
function failedTests({ suites = [], specs }: ReportedSuite): string[] {
  const failed = specs.flatMap(({ file, line, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const errors = results.flatMap(({ error }) => (error?.message ? [error.message] : []));
        // A flaky test passed when it was retried.
        const outcome = status === 'flaky' ? 'flaky' : 'failed';
        return [`${outcome}: ${file}:${line} ${title}`, ...errors.map(stripVTControlCharacters)].join('\n');
      }),
  );
  return [...failed, ...suites.flatMap(failedTests)];
}

/** Runs Node, and prints and returns its output (at the end, because several run in parallel). */
function run(
  args: string[],
  { live = false, more = {} }: { live?: boolean; more?: Record<string, string> } = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...environment, ...more },
    });
    let output = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      output += text;
      if (live) process.stdout.write(text);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (!live) process.stdout.write(output);
      done({ code, output });
    });
  });
}
