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

/** Specs that run without Local WorkOS. Each starts its own app. */
const hasLocalWorkOS = existsSync(new URL(`../${LOCAL_WORKOS}`, import.meta.url));
const WITHOUT_WORKOS = /setup\.spec\.ts$/;

/** Specs that don't depend on the viewport. */
const API_SPECS = /(attack\/[\w-]+|headers|setup)\.spec\.ts$/;

/** Folders of specs that start their own servers, see `OWN_SERVERS`. */
const OWN_SERVER_FOLDERS = ['own-servers', 'short-lived'];
const OWN_SERVER_SPECS = OWN_SERVER_FOLDERS.map((folder) => `**/${folder}/**`);

/** Compiling the app as `pnpm dev` does takes a machine of its own: `pnpm test development`. */
const DEVELOPMENT = process.env.CI ? ['**/development.spec.ts'] : [];

const DESKTOP = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: '.',
  outputDir: `../test-results/run-${SLOT}`,
  fullyParallel: true,
  // Tests spend half their time waiting, so two per core.
  workers: 4,
  forbidOnly: Boolean(process.env.CI),
  // In CI, retry once on a busy machine; the report then calls the test flaky. Locally, never retry.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/app.json' }]],
  use: {
    baseURL: APP_ORIGIN,
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'on-first-retry',
    // For "Copy": a headless browser can't ask for permission.
    permissions: ['clipboard-read', 'clipboard-write'],
    // Without animations, or axe would measure half-faded colors.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--renderer-process-limit=1',
        // Not with a Playwright route, which would turn the browser's cache off.
        `--host-resolver-rules=${WORKOS_IMAGE_HOSTS.map((host) => `MAP ${host} ~NOTFOUND`).join()}`,
      ],
    },
  },
  projects: hasLocalWorkOS
    ? [
        // One worker each, because each worker starts its own servers.
        ...OWN_SERVER_FOLDERS.map((name) => ({
          name,
          use: DESKTOP,
          testDir: name,
          workers: 1,
          fullyParallel: false,
        })),
        { name: 'desktop', use: DESKTOP, testIgnore: [...OWN_SERVER_SPECS, ...DEVELOPMENT] },
        // Skips what doesn't depend on the width: these files, and tests tagged @desktop.
        {
          name: 'phone',
          use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
          testIgnore: [...OWN_SERVER_SPECS, ...DEVELOPMENT, API_SPECS],
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
