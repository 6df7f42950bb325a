import { OWN_SERVERS } from '../servers.ts';
import { expect, memberRow, test } from '../test.ts';

// Access tokens live five seconds, so nearly every request renews the session, and WorkOS fails at it.
test.use({ ownServers: OWN_SERVERS.shortSessions, allowedConsoleErrors: /status of 50\d|Failed to load/ });
test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

const AUTHENTICATE = { method: 'POST', path: '/user_management/authenticate' };
const LIFETIME = 6_000;

for (const [what, fault, title] of [
  ['hangs', { delay: 20_000 }, 'WorkOS isn’t answering'],
  ['fails', { status: 500 }, 'WorkOS isn’t answering'],
  ['is asked too often', { status: 429, headers: { 'Retry-After': '3600' } }, 'WorkOS isn’t answering'],
  [
    'answers with a proxy’s page',
    { status: 502, body: '<html>Bad Gateway</html>' },
    'WorkOS isn’t answering',
  ],
  ['answers nonsense', { status: 200, body: {} }, 'WorkOS isn’t answering'],
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
    const start = Date.now();
    const response = await page.goto('/users');
    expect(response?.status()).toBe(503);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    // Within the budget, doubled for a busy machine.
    expect(Date.now() - start).toBeLessThan(10_000);
    expect((await context.cookies()).map(({ name }) => name)).toContain('wos-session');

    await localWorkOS.clearFaults();
    if (title === 'WorkOS is rejecting this app’s requests')
      await page.getByRole('button', { name: 'Try again' }).click();
    await expect(memberRow(page, organization.admin)).toBeVisible({ timeout: 20_000 });
  });
}

test('ends a session that WorkOS has ended', async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin);
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await localWorkOS.addFault({
    ...AUTHENTICATE,
    status: 400,
    body: { error: 'invalid_grant', error_description: 'Session has already ended.' },
  });
  await page.waitForTimeout(LIFETIME);
  await page.goto('/users');
  await expect(page.getByLabel('Email')).toBeVisible();
});
