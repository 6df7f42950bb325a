import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession } from '@playwright/test';
import { APP_ORIGIN, continueAs, launchBrowser, withRunningApp } from './running-app.ts';

/** `pnpm bench` prints the time to the first row and the bytes sent for it. It judges nothing. */
console.log('From `pnpm dev` to the first row of the users table, packages installed:');
console.log(`  ${(await secondsToFirstRow()).toFixed(1)} s\n`);
await withRunningApp(async (browser) => {
  const page = await browser.newPage();
  await continueAs(page, APP_ORIGIN, /Marcelina.*Acme/);
  await page.getByRole('table').waitFor();

  const session = await page.context().newCDPSession(page);
  await session.send('Network.clearBrowserCache');
  const bytes = countBytes(session);
  await session.send('Network.enable');
  const start = performance.now();
  await page.goto(`${APP_ORIGIN}/users`);
  await page.getByRole('row').nth(1).waitFor();
  const cold = performance.now() - start;
  await page.waitForLoadState('networkidle');
  console.log('\nBytes transferred for /users, production build, empty cache:');
  for (const [type, size] of bytes) console.log(`  ${type.padEnd(12)} ${(size / 1000).toFixed(1)} kB`);

  const again = performance.now();
  await page.reload();
  await page.getByRole('row').nth(1).waitFor();
  const warm = performance.now() - again;
  console.log(
    `\nTo the first row with a warm cache: ${(warm / cold).toFixed(2)} of the time with an empty one`,
  );
});

/** Starts `pnpm dev` on other ports with new data, and waits for the table in a browser. */
async function secondsToFirstRow(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'bench-'));
  const browser = await launchBrowser();
  const start = performance.now();
  const dev = spawn(process.execPath, ['scripts/dev.ts', '--port', '4997', '--data', data], {
    stdio: 'ignore',
    env: { ...process.env, PORT: '3997' },
  });
  try {
    const page = await browser.newPage();
    await waitFor('http://localhost:3997/sign-in');
    await continueAs(page, 'http://localhost:3997', /Marcelina.*Acme/);
    await page.getByRole('row').nth(1).waitFor();
    return (performance.now() - start) / 1000;
  } finally {
    dev.kill('SIGTERM');
    await browser.close();
    rmSync(data, { recursive: true, force: true });
  }
}

async function waitFor(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(url, { redirect: 'manual' });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Adds up the transferred (compressed) bytes by kind. */
function countBytes(session: CDPSession): Map<string, number> {
  const types = new Map<string, string>();
  const bytes = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId) ?? 'Other';
    bytes.set(type, (bytes.get(type) ?? 0) + encodedDataLength);
  });
  return bytes;
}
