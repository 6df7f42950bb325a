import { existsSync } from 'node:fs';
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

/** Without Local WorkOS, what needs no WorkOS is left: each of these starts an app of its own. */
const hasLocalWorkOS = existsSync(new URL(`../${LOCAL_WORKOS}`, import.meta.url));
const WITHOUT_WORKOS = /setup\.spec\.ts$/;

/** Specs that don't depend on the viewport. */
const API_SPECS = /(headers|setup)\.spec\.ts$/;

/** Folders of specs with servers of their own; each says of which kind, see `OWN_SERVERS`. */
const OWN_SERVER_FOLDERS = ['own-servers', 'short-lived'];
const OWN_SERVER_SPECS = OWN_SERVER_FOLDERS.map((folder) => `**/${folder}/**`);

const DESKTOP = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: '.',
  outputDir: `../test-results/run-${SLOT}`,
  fullyParallel: true,
  // Tests wait as much as they work: two for each core of a small machine.
  workers: 4,
  forbidOnly: Boolean(process.env.CI),
  // On a busy machine of a CI, once more; the report then calls the test flaky. Here a failure is a failure.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/app.json' }]],
  use: {
    baseURL: APP_ORIGIN,
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'on-first-retry',
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
  projects: hasLocalWorkOS
    ? [
        // In one worker each: with every further one came a further set of servers.
        ...OWN_SERVER_FOLDERS.map((name) => ({
          name,
          use: DESKTOP,
          testDir: name,
          workers: 1,
          fullyParallel: false,
        })),
        { name: 'desktop', use: DESKTOP, testIgnore: OWN_SERVER_SPECS },
        // What does not depend on the width is not run again: these files, and tests tagged @desktop.
        {
          name: 'phone',
          use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
          testIgnore: [...OWN_SERVER_SPECS, API_SPECS],
          grepInvert: /@desktop/,
        },
      ]
    : [{ name: 'desktop', use: DESKTOP, testMatch: WITHOUT_WORKOS }],
  webServer: hasLocalWorkOS
    ? [
        {
          command: `node ${LOCAL_WORKOS} --port ${LOCAL_WORKOS_PORT} --data :memory: --origin ${APP_ORIGIN}`,
          cwd: '..',
          url: `${LOCAL_WORKOS_ORIGIN}/health`,
        },
        {
          command: ['node', ...appCommand()].join(' '),
          cwd: '..',
          url: APP_ORIGIN,
          env: appEnvironment(),
        },
      ]
    : [],
});
