import { LocalWorkOS, newAddress } from './local-workos.ts';
import { startRoundRobin } from './round-robin.ts';
import { APP_PORT, appEnvironment, LOCAL_WORKOS_PORT, startApp, startLocalWorkOS } from './servers.ts';
import { expect, memberRow, openInviteDialog, signInWithPassword, test } from './test.ts';

/** Doesn't overlap with the ports of specs that start their own servers. */
const [BALANCER, FIRST, SECOND] = [APP_PORT + 10, APP_PORT + 11, APP_PORT + 12];

test('one person uses two replicas of the app', { tag: '@desktop' }, async ({ page }) => {
  test.slow();
  const workos = await startLocalWorkOS(LOCAL_WORKOS_PORT + 10, ['--origin', `http://localhost:${BALANCER}`]);
  const environment = appEnvironment(BALANCER, LOCAL_WORKOS_PORT + 10);
  const replicas = await Promise.all([startApp(FIRST, environment), startApp(SECOND, environment)]);
  const { origin, served, stop } = await startRoundRobin(BALANCER, replicas);
  const failed: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
  });
  const url = (path: string) => new RegExp(`^${origin}${path}$`);

  try {
    const localWorkOS = new LocalWorkOS(workos.origin);
    const organization = await localWorkOS.createOrganization();
    const other = await localWorkOS.createOrganization();
    const admin = await localWorkOS.createMember(organization, 'Ada', 'admin');
    const grace = await localWorkOS.createMember(organization, 'Grace');
    await localWorkOS.addMember(admin, other, 'admin');

    await localWorkOS.signIn(page, admin, organization, `${origin}/users`);
    await expect(memberRow(page, grace)).toBeVisible();

    // A server action rendered by one replica and run by the other. Several times, to rule out luck.
    for (const name of [other.name, organization.name, other.name, organization.name]) {
      await page.getByRole('button', { name: /^Organization / }).click();
      await page.getByRole('menuitem', { name, exact: true }).click();
      await expect(page.getByRole('button', { name })).toBeVisible();
      await expect(memberRow(page, admin)).toBeVisible();
    }

    const invited = { email: newAddress('ines') };
    const dialog = await openInviteDialog(page);
    await dialog.getByLabel('Email address').fill(invited.email);
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await expect(memberRow(page, invited)).toContainText('Invited');

    for (const path of ['/overview', '/api-keys', '/profile', '/sessions', '/users']) {
      await page.goto(origin + path);
      await expect(page).toHaveURL(url(path));
      const heading = page.getByRole('heading', { level: 1 });
      await expect(heading).toBeVisible();
      // A page whose session is renewed late loads again by itself, and would break into the next one.
      await expect(heading).not.toHaveText('Waiting for WorkOS');
    }
    await expect(memberRow(page, invited)).toBeVisible();

    await page.goto(`${origin}/new-organization`);
    await page.getByLabel('Organization name').fill('Behind a Balancer');
    await page.getByRole('button', { name: 'Create organization' }).click();
    await expect(page.getByRole('button', { name: 'Behind a Balancer' })).toBeVisible();
    await expect(memberRow(page, admin)).toBeVisible();

    await page.getByRole('button', { name: new RegExp(admin.name) }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(url('/'));
    await page.goto(`${origin}/users`);
    // The replica that finishes the sign-in uses the browser's address, not its own.
    await signInWithPassword(page, grace.email);
    await expect(page).toHaveURL(url('/users'));
    await expect(page.getByText('Your role doesn’t include this page')).toBeVisible();

    expect(failed).toEqual([]);
    expect(Math.min(...served)).toBeGreaterThan(10);
  } finally {
    // Close the page before the servers, or its pending requests would fail.
    await page.close();
    await stop();
    await Promise.all([...replicas, workos].map((server) => server.stop()));
  }
});
