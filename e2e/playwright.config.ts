import { defineConfig } from '@playwright/test';
import {
  APP_ORIGIN,
  appCommand,
  appEnvironment,
  LOCAL_WORKOS_ORIGIN,
  LOCAL_WORKOS_PORT,
  SLOT,
  WORKOS_IMAGE_HOSTS,
} from './servers.ts';

/** What has no width. */
const API_SPECS = /(headers|setup|token-endpoint)\.spec\.ts$/;

export default defineConfig({
  testDir: '.',
  outputDir: `../test-results/run-${SLOT}`,
  fullyParallel: true,
  // Tests wait as much as they work: one more than a small machine has cores.
  workers: 3,
  forbidOnly: Boolean(process.env.CI),
  // On a busy machine of a CI, once more; the report then calls the test flaky. Here a failure is a failure.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/results.json' }]],
  use: {
    baseURL: APP_ORIGIN,
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    // "Copy" writes there; a browser without windows cannot ask the person.
    permissions: ['clipboard-read', 'clipboard-write'],
    // The dialogs' animations: axe would measure half-faded colours.
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
  // What does not depend on the width runs once: these files, and tests tagged @desktop.
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    {
      name: 'phone',
      testIgnore: API_SPECS,
      grepInvert: /@desktop/,
      use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
    },
  ],
  webServer: [
    {
      command: `node emulator/main.ts --port ${LOCAL_WORKOS_PORT} --data :memory: --origin ${APP_ORIGIN}`,
      cwd: '..',
      url: `${LOCAL_WORKOS_ORIGIN}/health`,
    },
    {
      command: ['node', ...appCommand()].join(' '),
      cwd: '..',
      url: APP_ORIGIN,
      env: appEnvironment(),
    },
  ],
});
