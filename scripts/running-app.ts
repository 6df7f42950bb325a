import { spawn } from 'node:child_process';
import { type Browser, chromium, type Page } from '@playwright/test';
import { appEnvironment, type StartedServer, startApp, startLocalWorkOS } from '../e2e/servers.ts';
import { findBrowser } from './browser.ts';

const APP_PORT = 3998;
const LOCAL_WORKOS_PORT = 4998;

export const APP_ORIGIN = `http://localhost:${APP_PORT}`;

/** Builds the app, and runs it with its own seeded Local WorkOS while `work` runs. @param flags Local WorkOS's. */
export async function withRunningApp(
  work: (browser: Browser, localWorkOS: StartedServer) => Promise<void>,
  flags: readonly string[] = [],
): Promise<void> {
  await build();
  const localWorkOS = await startLocalWorkOS(LOCAL_WORKOS_PORT, ['--origin', APP_ORIGIN, ...flags]);
  const app = await startApp(APP_PORT, appEnvironment(APP_PORT, LOCAL_WORKOS_PORT));
  const browser = await launchBrowser();
  try {
    await work(browser, localWorkOS);
  } finally {
    await browser.close();
    await app.stop();
    await localWorkOS.stop();
  }
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(await findBrowser()),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** Signs in as a seeded person with one click. */
export async function continueAs(page: Page, origin: string, person: RegExp): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByRole('button', { name: person }).first().click();
  await page.waitForURL((url) => url.origin === origin);
}

function build(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      stdio: 'inherit',
      env: { ...process.env, ...appEnvironment(APP_PORT, LOCAL_WORKOS_PORT) },
    });
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('The app does not build.'))));
  });
}
