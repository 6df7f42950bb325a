import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const COMMANDS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The path of a Chromium: Playwright's own, else one on the machine, else one that is installed now (by
 * Playwright or, where its download is refused, from Debian's packages).
 * @throws Error that says how to get one.
 */
export function findBrowser(): string {
  const found = playwrightBrowser() ?? installedBrowser() ?? downloadBrowser() ?? debianBrowser();
  if (found) return found;
  throw new Error(
    'No Chromium was found, and none could be installed. Install Chrome or Chromium, then run again.',
  );
}

function playwrightBrowser(): string | undefined {
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function installedBrowser(): string | undefined {
  const find = process.platform === 'win32' ? 'where' : 'which';
  for (const command of COMMANDS) {
    const { status, stdout } = spawnSync(find, [command], { encoding: 'utf8' });
    const path = stdout?.split('\n')[0]?.trim();
    if (status === 0 && path) return path;
  }
  return APPLICATIONS.find((path) => existsSync(path));
}

function downloadBrowser(): string | undefined {
  console.log('No Chromium here yet: asking Playwright for one.');
  spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], {
    stdio: ['ignore', 'inherit', 'ignore'],
    timeout: 300_000,
  });
  return playwrightBrowser();
}

function debianBrowser(): string | undefined {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return undefined;
  console.log('Playwright could not download it: installing the chromium package.');
  try {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return installedBrowser();
}
