import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';
import { PRODUCT } from '../lib/product.ts';
import { APP_ORIGIN, continueAs, withRunningApp } from './running-app.ts';

/** `pnpm screenshots` creates the README's, landing page's, and link previews' images, and the icons. */
await withRunningApp(async (browser) => {
  for (const colorScheme of ['light', 'dark'] as const) await takeProduct(browser, colorScheme);
  await drawSocialImage(browser);
  for (const [size, file] of [
    [180, 'app/apple-icon.png'],
    [192, 'public/icon-192.png'],
    [512, 'public/icon-512.png'],
  ] as const) {
    await drawIcon(browser, size, file);
  }
});

async function takeProduct(browser: Browser, colorScheme: 'light' | 'dark'): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 750 },
    deviceScaleFactor: 2,
    colorScheme,
  });
  await continueAs(page, APP_ORIGIN, /Marcelina.*Acme/);
  await page.getByRole('button', { name: 'Invite user' }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `public/users-${colorScheme}.png` });
  await page.close();
}

async function drawSocialImage(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  const picture = readFileSync('public/users-light.png').toString('base64');
  await page.setContent(`<style>
      body { margin: 0; height: 630px; overflow: hidden; font-family: system-ui, sans-serif; color: #1c2024;
        background: linear-gradient(160deg, #fdfdfe, #e6e7ff); }
      h1 { margin: 56px 72px 8px; font-size: 64px; letter-spacing: -2px; display: flex; gap: 24px; align-items: center; }
      p { margin: 0 72px; font-size: 28px; color: #60646c; }
      img.product { width: 1056px; margin: 40px 72px; border-radius: 16px; box-shadow: 0 24px 80px #5b5bd655; }
      svg { width: 64px; height: 64px; }
    </style>
    <h1>${readFileSync('app/icon.svg', 'utf8')} ${PRODUCT.name}</h1><p>${PRODUCT.description}</p>
    <img class="product" src="data:image/png;base64,${picture}">`);
  await page.screenshot({ path: 'public/social.png' });
  await page.close();
}

/** The logo on a full square, because systems round the corners themselves. */
async function drawIcon(browser: Browser, size: number, path: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const mark = readFileSync('app/icon.svg', 'utf8').replace('rx="8"', '');
  await page.setContent(
    `<style>body{margin:0}svg{width:${size}px;height:${size}px;display:block}</style>${mark}`,
  );
  await page.screenshot({ path });
  await page.close();
}
