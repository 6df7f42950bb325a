import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { DIST_DIR } from '../e2e/servers.ts';
import { type BrowserToLaunch, findBrowser } from './browser.ts';

/**
 * `pnpm test`: contract and unit tests, and beside them the app, built for production, in a real browser.
 * Ends with the totals; arguments after `--` go to Playwright. What builds the app once more has a command of its
 * own, `pnpm test:removal`.
 */
const RESULTS = 'test-results/results.json';

interface Totals {
  passed: number;
  failed: number;
}

const environment = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  NEXT_DIST_DIR: DIST_DIR,
  // The tests start some hundred processes of the same few programs.
  NODE_COMPILE_CACHE: resolve('node_modules/.cache/compile'),
};

try {
  const browser = await findBrowser();
  console.log(
    'Testing Local WorkOS and the commands, and building the app. The first results come in a minute or two.',
  );
  const [e2e, contract, commands] = await Promise.all([
    build().then(() => runBrowserTests(browser)),
    runNodeTests('packages/local-workos/tests/**/*.test.ts'),
    runNodeTests('scripts/**/!(remove-local-workos).test.ts'),
  ]);
  const passed = contract.passed + commands.passed + e2e.passed;
  const failed = contract.failed + commands.failed + e2e.failed;
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function runNodeTests(files: string): Promise<Totals> {
  const { output } = await run(['--test', '--test-isolation=none', '--test-reporter=spec', files]);
  const count = (what: string) => {
    const found = new RegExp(`^ℹ ${what} (\\d+)$`, 'm').exec(output)?.[1];
    if (found === undefined) throw new Error(`The tests in ${files} did not finish.`);
    return Number(found);
  };
  return { passed: count('pass'), failed: count('fail') + count('cancelled') };
}

async function build(): Promise<void> {
  const { code } = await run(['node_modules/next/dist/bin/next', 'build']);
  if (code !== 0) throw new Error('The app does not build.');
}

async function runBrowserTests(browser: BrowserToLaunch): Promise<Totals> {
  rmSync(RESULTS, { force: true });
  await run(
    [
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config',
      'e2e/playwright.config.ts',
      ...process.argv.slice(2),
    ],
    {
      live: true,
      more: { CHROMIUM_PATH: browser.executablePath ?? '', PLAYWRIGHT_JSON_OUTPUT_NAME: RESULTS },
    },
  );
  const { stats, errors } = JSON.parse(readFileSync(RESULTS, 'utf8'));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

/** Runs Node, shows what it prints (at the end, where several run side by side), and returns that too. */
function run(
  args: string[],
  { live = false, more = {} }: { live?: boolean; more?: Record<string, string> } = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
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
      resolve({ code, output });
    });
  });
}
