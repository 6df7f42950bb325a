import { LocalWorkOS } from './local-workos.ts';
import { findNginx, startNginx } from './nginx.ts';
import { APP_PORT, appEnvironment, LOCAL_WORKOS_PORT, startApp, startLocalWorkOS } from './servers.ts';
import { expect, memberRow, signInWithPassword, test } from './test.ts';

/** Doesn't overlap with the ports of specs that start their own servers. */
const [PROXY, APP, WORKOS] = [APP_PORT + 13, APP_PORT + 14, LOCAL_WORKOS_PORT + 13];

test('works behind nginx, which ends TLS and changes the host', { tag: '@desktop' }, async ({ browser }) => {
  test.slow();
  const nginx = findNginx();
  test.skip(!nginx, 'needs nginx');
  if (!nginx) return;
  const workos = await startLocalWorkOS(WORKOS, ['--origin', `https://localhost:${PROXY}`]);
  const environment = {
    ...appEnvironment(PROXY, WORKOS),
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: `https://localhost:${PROXY}/callback`,
  };
  const app = await startApp(APP, environment);
  const { origin, stop } = await startNginx(nginx, PROXY, APP);
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const localWorkOS = new LocalWorkOS(workos.origin);
    const organization = await localWorkOS.createOrganization();
    const admin = await localWorkOS.createMember(organization, 'Ada', 'admin');
    const page = await context.newPage();

    await page.goto(`${origin}/users`);
    await signInWithPassword(page, admin.email);
    await expect(page).toHaveURL(`${origin}/users`);
    await expect(memberRow(page, admin)).toBeVisible();
    const cookies = await context.cookies(origin);
    expect(cookies.find(({ name }) => name === 'wos-session')).toMatchObject({
      secure: true,
      httpOnly: true,
    });

    await page.goto(`${origin}/new-organization`);
    await page.getByLabel('Organization name').fill('Behind a Proxy');
    await page.getByRole('button', { name: 'Create organization' }).click();
    await expect(page.getByRole('button', { name: 'Behind a Proxy' })).toBeVisible();
    await expect(page).toHaveURL(`${origin}/users`);

    // A page of another site can't use the cookie, whatever it claims about the host.
    const foreign = await context.request.post(`${origin}/api/widgets/token`, {
      data: { widget: 'users-table' },
      headers: { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' },
    });
    expect(foreign.status()).toBe(403);

    await page.getByRole('button', { name: new RegExp(admin.name) }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(`${origin}/`);
  } finally {
    await context.close();
    await stop();
    await Promise.all([app, workos].map((server) => server.stop()));
  }
});
