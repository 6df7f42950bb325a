import { defineConfig } from '@playwright/test';
import { APP_ORIGIN, APP_PORT, appEnvironment, LOCAL_WORKOS_ORIGIN, LOCAL_WORKOS_PORT } from './servers.ts';

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/results.json' }]],
  use: {
    baseURL: APP_ORIGIN,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } },
  ],
  webServer: [
    {
      command: `node emulator/main.ts --port ${LOCAL_WORKOS_PORT} --data :memory: --origin ${APP_ORIGIN}`,
      cwd: '..',
      url: `${LOCAL_WORKOS_ORIGIN}/health`,
    },
    {
      command: `node node_modules/next/dist/bin/next start --hostname localhost --port ${APP_PORT}`,
      cwd: '..',
      url: APP_ORIGIN,
      env: appEnvironment(),
    },
  ],
});
