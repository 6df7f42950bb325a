import { LocalWorkOS } from './local-workos.ts';
import {
  APP_PORT,
  appEnvironment,
  LOCAL_WORKOS_PORT,
  startDevelopment,
  startLocalWorkOS,
} from './servers.ts';
import { expect, memberRow, test } from './test.ts';

/** Doesn't overlap with the ports of other specs. */
const [APP, WORKOS] = [APP_PORT + 19, LOCAL_WORKOS_PORT + 14];

// React explains a hydration mismatch in development only. The fixture fails the test with the whole explanation.
test('hydrates in development, with cold caches and a browser extension', { tag: '@desktop' }, async ({
  page,
}) => {
  test.setTimeout(300_000);
  const workos = await startLocalWorkOS(WORKOS, ['--origin', `http://localhost:${APP}`]);
  const app = await startDevelopment(APP, appEnvironment(APP, WORKOS));
  try {
    // Extensions mark the page before React takes it over.
    await page.addInitScript(() =>
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        document.body.setAttribute('data-extension-installed', '');
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true }),
    );
    const localWorkOS = new LocalWorkOS(workos.origin);
    const organization = await localWorkOS.createOrganization();
    const admin = await localWorkOS.createMember(organization, 'Ada', 'admin');
    await page.goto(`${app.origin}/`, { timeout: 90_000 });
    await expect(page.locator('body')).toHaveAttribute('data-extension-installed');
    // What signing in needs is compiled first, because its requests have the short timeout of a test.
    for (const path of ['/sign-in', '/callback'])
      await page.request.get(app.origin + path, { maxRedirects: 0, timeout: 90_000 });
    await localWorkOS.startSession(page.request, admin);
    await page.goto(`${app.origin}/users`, { timeout: 90_000 });
    await expect(memberRow(page, admin)).toBeVisible({ timeout: 60_000 });
    await page.getByText('How this page works').click();
    await expect(page.getByText('app/(dashboard)/users/page.tsx')).toBeVisible();
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 60_000 });
    await page.reload();
    await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
  } finally {
    // Close the page before the app, or its pending requests would fail.
    await page.close();
    await app.stop();
    await workos.stop();
  }
});
