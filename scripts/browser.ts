import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** The headless shell first: the same engine without windows takes two thirds of the time. */
const COMMANDS = [
  'chromium-headless-shell',
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'chrome',
];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser that Playwright launches: its own, or the one at this path. */
export type BrowserToLaunch = { executablePath?: string };

/**
 * Finds Chromium: Playwright's own, one on this machine, or one that it installs now, with Playwright or, if that
 * download is refused, from Debian's packages.
 * @throws Error that says how to get one.
 */
export async function findBrowser(): Promise<BrowserToLaunch> {
  const found =
    (await playwrightBrowser()) ?? installedBrowser() ?? (await downloadBrowser()) ?? debianBrowser();
  if (found) return found;
  throw new Error(
    'No Chromium was found, and none could be installed. Install Chrome or Chromium, then run again.',
  );
}

/** Launches it, because a downloaded browser may lack system libraries. */
async function playwrightBrowser(): Promise<BrowserToLaunch | undefined> {
  try {
    await (await chromium.launch()).close();
    return {};
  } catch {
    return undefined;
  }
}

function installedBrowser(): BrowserToLaunch | undefined {
  const find = process.platform === 'win32' ? 'where' : 'which';
  for (const command of COMMANDS) {
    const { status, stdout } = spawnSync(find, [command], { encoding: 'utf8' });
    const path = stdout?.split('\n')[0]?.trim();
    if (status === 0 && path) return { executablePath: path };
  }
  const application = APPLICATIONS.find((path) => existsSync(path));
  return application ? { executablePath: application } : undefined;
}

function downloadBrowser(): Promise<BrowserToLaunch | undefined> {
  console.log('No Chromium here yet: asking Playwright for one.');
  spawnSync(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'install', '--only-shell', 'chromium'],
    {
      stdio: ['ignore', 'inherit', 'ignore'],
      timeout: 300_000,
    },
  );
  return playwrightBrowser();
}

function debianBrowser(): BrowserToLaunch | undefined {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return undefined;
  console.log('Playwright could not download it: installing Debian’s package.');
  try {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    const install = ['install', '--yes', '--no-install-recommends', 'chromium-headless-shell'];
    execFileSync('apt-get', install, { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return installedBrowser();
}
