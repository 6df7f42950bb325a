import { OWN_SERVERS } from '../servers.ts';
import { expect, memberRow, test } from '../test.ts';

// Access tokens live five seconds, so nearly every request renews the session, and WorkOS fails at it. The unit tests
// of lib/read-session.ts try more failures.
test.use({ ownServers: OWN_SERVERS.shortSessions, allowedConsoleErrors: /status of 50\d|Failed to load/ });
test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

const AUTHENTICATE = { method: 'POST', path: '/user_management/authenticate' };
const LIFETIME = 6_000;

for (const [what, fault, title] of [
  ['hangs', { delay: 20_000 }, 'Waiting for WorkOS'],
  [
    'answers with a proxy’s page',
    { status: 502, body: '<html>Bad Gateway</html>' },
    'WorkOS isn’t answering',
  ],
  ['refuses the app', { status: 401 }, 'WorkOS is rejecting this app’s requests'],
] as const) {
  test(`keeps a session that cannot be renewed because WorkOS ${what}`, async ({
    page,
    context,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.signIn(page, organization.admin);
    await expect(memberRow(page, organization.admin)).toBeVisible();
    await localWorkOS.addFault({ ...AUTHENTICATE, ...fault });
    await page.waitForTimeout(LIFETIME);
    const response = await page.goto('/users');
    expect(response?.status()).toBe(503);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    expect((await context.cookies()).map(({ name }) => name)).toContain('wos-session');

    await localWorkOS.clearFaults();
    if (title === 'WorkOS is rejecting this app’s requests')
      await page.getByRole('button', { name: 'Try again' }).click();
    await expect(memberRow(page, organization.admin)).toBeVisible({ timeout: 20_000 });
  });
}
