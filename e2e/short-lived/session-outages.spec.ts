import { OWN_SERVERS } from '../servers.ts';
import { expect, memberRow, test } from '../test.ts';

// Access tokens of five seconds: the session is renewed with nearly every request, and WorkOS fails at it.
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
  ['refuses the app', { status: 401 }, 'WorkOS refuses this app'],
] as const) {
  test(`a session that cannot be renewed because WorkOS ${what} is kept`, async ({
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
    // It says so in time, with as much again for a busy machine.
    expect(Date.now() - start).toBeLessThan(10_000);
    expect((await context.cookies()).map(({ name }) => name)).toContain('wos-session');

    await localWorkOS.clearFaults();
    if (title === 'WorkOS refuses this app') await page.getByRole('button', { name: 'Try again' }).click();
    await expect(memberRow(page, organization.admin)).toBeVisible({ timeout: 20_000 });
  });
}

test('a session that WorkOS has ended ends', async ({ page, organization, localWorkOS }) => {
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
