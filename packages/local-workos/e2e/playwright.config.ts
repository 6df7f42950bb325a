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
 * Tests Local WorkOS's own pages, and the widgets against it. The widgets run in the app at the root of the
 * repository, as built for its own tests.
 */
const OWN_SERVERS = '**/own-servers/**';
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const ROOT = '../../..';

export default defineConfig({
  testDir: '.',
  outputDir: `${ROOT}/test-results/local-workos-${SLOT}`,
  fullyParallel: true,
  // Tests wait about as much as they compute, so run two per core of a small machine.
  workers: 4,
  forbidOnly: Boolean(process.env.CI),
  // Retries once on a busy CI machine, where the report marks the test as flaky. Locally, a failure counts.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: `${ROOT}/test-results/local-workos.json` }]],
  use: {
    baseURL: APP_ORIGIN,
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'on-first-retry',
    // "Copy" writes to the clipboard, and a headless browser cannot ask for permission.
    permissions: ['clipboard-read', 'clipboard-write'],
    // Turns off dialog animations, because axe would measure half-faded colors.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--renderer-process-limit=1',
        // Not a Playwright route, which would turn off the browser's cache.
        `--host-resolver-rules=${WORKOS_IMAGE_HOSTS.map((host) => `MAP ${host} ~NOTFOUND`).join()}`,
      ],
    },
  },
  projects: [
    // Uses one worker, because each additional one would start another set of servers.
    { name: 'own-servers', use: DESKTOP, testDir: 'own-servers', workers: 1, fullyParallel: false },
    { name: 'desktop', use: DESKTOP, testIgnore: OWN_SERVERS },
    // Tests tagged @desktop don't depend on the width and don't run again.
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
