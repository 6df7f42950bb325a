import { APP_ORIGIN, continueAs, withRunningApp } from './running-app.ts';

/** `pnpm screenshots`: makes the pictures of the README from the running app. */
await withRunningApp(async (browser) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      viewport: { width: 1200, height: 750 },
      deviceScaleFactor: 2,
      colorScheme,
    });
    await continueAs(page, APP_ORIGIN, /Marcelina.*Acme/);
    await page.getByRole('button', { name: 'Invite user' }).waitFor();
    await page.screenshot({ path: `docs/images/users-${colorScheme}.png` });
    await page.close();
  }
});
