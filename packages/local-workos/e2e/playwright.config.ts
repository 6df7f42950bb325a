import { defineConfig } from '@playwright/test';
import {
  APP_ORIGIN,
  appCommand,
  appEnvironment,
  LOCAL_WORKOS,
  LOCAL_WORKOS_ORIGIN,
  LOCAL_WORKOS_PORT,
  SLOT,
  WORKOS_IMAGE_HOSTS,
} from './servers.ts';

/**
 * Local WorkOS's own pages, and the widgets' behavior on it. Widgets need an app around them: the one at the root of
 * the repository, as it was built for its own tests.
 */
const OWN_SERVERS = '**/own-servers/**';
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const ROOT = '../../..';

export default defineConfig({
  testDir: '.',
  outputDir: `${ROOT}/test-results/local-workos-${SLOT}`,
  fullyParallel: true,
  // Tests wait as much as they work: two for each core of a small machine.
  workers: 4,
  forbidOnly: Boolean(process.env.CI),
  // On a busy CI machine, once more; the report then calls the test flaky. Here a failure is a failure.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: `${ROOT}/test-results/local-workos.json` }]],
  use: {
    baseURL: APP_ORIGIN,
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'on-first-retry',
    // "Copy" writes there; a browser without windows cannot ask the person.
    permissions: ['clipboard-read', 'clipboard-write'],
    // The dialogs' animations: axe would measure half-faded colors.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--renderer-process-limit=1',
        // Not a route of Playwright: that would turn the browser's cache off.
        `--host-resolver-rules=${WORKOS_IMAGE_HOSTS.map((host) => `MAP ${host} ~NOTFOUND`).join()}`,
      ],
    },
  },
  projects: [
    // In one worker: with every further one came a further set of servers.
    { name: 'own-servers', use: DESKTOP, testDir: 'own-servers', workers: 1, fullyParallel: false },
    { name: 'desktop', use: DESKTOP, testIgnore: OWN_SERVERS },
    // Tests tagged @desktop don't depend on the width and are not run again.
    {
      name: 'phone',
      use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
      testIgnore: OWN_SERVERS,
      grepInvert: /@desktop/,
    },
  ],
  webServer: [
    {
      command: `node ${LOCAL_WORKOS} --port ${LOCAL_WORKOS_PORT} --data :memory: --origin ${APP_ORIGIN}`,
      cwd: ROOT,
      url: `${LOCAL_WORKOS_ORIGIN}/health`,
    },
    { command: ['node', ...appCommand()].join(' '), cwd: ROOT, url: APP_ORIGIN, env: appEnvironment() },
  ],
});
