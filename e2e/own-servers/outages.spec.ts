import { OWN_SERVERS } from '../servers.ts';
import { expect, memberRow, openInviteDialog, signOut, test } from '../test.ts';

// These tests make WorkOS fail in every way it can.
test.use({
  ownServers: OWN_SERVERS.plain,
  allowedConsoleErrors: /Failed to load resource|status of 5\d\d|ERR_|No token for the widget|^ApiError/,
});
test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

/** Longer than anyone should wait, in milliseconds. */
const HANG = 20_000;

test('a widget whose API hangs says so, and appears once it answers', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.addFault({ method: 'GET', path: '/_widgets/UserManagement/members*', delay: 9000 });
  await localWorkOS.signIn(page, organization.admin);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('WorkOS is slow to answer');
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
});

test('a widget whose API never answers appears after another try', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.addFault({ method: 'GET', path: '/_widgets/UserManagement/members*', delay: 60_000 });
  await localWorkOS.signIn(page, organization.admin);
  const notice = page.getByRole('main').getByRole('alert');
  await expect(notice).toContainText('WorkOS is slow to answer');
  await localWorkOS.clearFaults();
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test('a widget whose API fails offers a retry, and recovers without one', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.addFault({ method: 'GET', path: '/_widgets/UserManagement/members*', status: 500 });
  await localWorkOS.signIn(page, organization.admin);
  const notice = page.getByRole('main').getByRole('alert');
  await expect(notice.getByRole('button', { name: 'Try again' })).toBeVisible({ timeout: 30_000 });
  await localWorkOS.clearFaults();
  await expect(memberRow(page, organization.admin)).toBeVisible({ timeout: 30_000 });
  await expect(notice).toHaveCount(0);
});

test('data on the screen and typed text survive a failed refetch', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin);
  await expect(memberRow(page, organization.admin)).toBeVisible();
  const dialog = await openInviteDialog(page);
  await dialog.getByRole('textbox', { name: 'Email' }).fill('somebody@example.com');
  await localWorkOS.addFault({ method: 'GET', path: '/_widgets/*', status: 500 });
  const failed = page.waitForResponse((response) => response.status() === 500);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await failed;
  // The three retries.
  await page.waitForTimeout(10_000);
  await expect(dialog.getByRole('textbox', { name: 'Email' })).toHaveValue('somebody@example.com');
  await localWorkOS.clearFaults();
  await page.keyboard.press('Escape');
  await expect(memberRow(page, organization.admin)).toBeVisible();
});

for (const [what, fault] of [
  ['fails', { status: 500 }],
  ['is asked too often', { status: 429 }],
] as const) {
  test(`switching says so when WorkOS ${what}`, async ({ page, organization, localWorkOS }) => {
    const beta = await localWorkOS.createOrganization();
    await localWorkOS.addMember(organization.admin, beta, 'admin');
    await localWorkOS.signIn(page, organization.admin, organization);
    await page.getByRole('button', { name: organization.name, exact: true }).click();
    await localWorkOS.addFault({ method: 'POST', path: '/user_management/authenticate', ...fault });
    await page.getByRole('menuitem', { name: beta.name }).click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText('WorkOS isn’t answering');
    await expect(page.getByRole('button', { name: organization.name, exact: true })).toBeVisible();
  });
}

test('switching to an organization that the person was removed from says so', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const beta = await localWorkOS.createOrganization();
  await localWorkOS.addMember(organization.admin, beta, 'admin');
  await localWorkOS.signIn(page, organization.admin, organization);
  await page.getByRole('button', { name: organization.name, exact: true }).click();
  await localWorkOS.removeMember(organization.admin, beta);
  await page.getByRole('menuitem', { name: beta.name }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'no longer a member of that organization',
  );
});

test('signing out while WorkOS hangs ends the session here and says that WorkOS could not be reached', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin);
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await localWorkOS.addFault({ method: 'POST', path: '/user_management/sessions/revoke', delay: HANG });
  await page.getByRole('button', { name: new RegExp(organization.admin.name) }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'WorkOS couldn’t be told' })).toBeVisible();
  await localWorkOS.clearFaults();
  await page.goto('/users');
  await expect(page.getByLabel('Email')).toBeVisible();
});

test('a person who has been deleted can sign out', async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin);
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await localWorkOS.sdk.userManagement.deleteUser(organization.admin.id);
  await signOut(page, organization.admin);
  await expect(page.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('signing out offline says so and changes nothing', async ({
  page,
  context,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin);
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('button', { name: new RegExp(organization.admin.name) }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('You’re offline');
  await context.setOffline(false);
  await signOut(page, organization.admin);
});

test('creating an organization offline keeps the name', async ({
  page,
  context,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, '/new-organization');
  await page.getByLabel('Organization name').fill('Kept Ltd.');
  await context.setOffline(true);
  await page.getByRole('button', { name: /Create/ }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('You’re offline');
  await expect(page.getByLabel('Organization name')).toHaveValue('Kept Ltd.');
  await context.setOffline(false);
});

test('an unreadable session cookie is deleted', async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: 'wos-session', value: 'a*b*c*d*e*f*g*h', url: baseURL ?? '' }]);
  const response = await page.goto('/');
  expect(response?.status()).toBe(200);
  expect((await context.cookies()).filter(({ name }) => name === 'wos-session')).toEqual([]);
});

test('a person who was removed from one organization is offered the other', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const beta = await localWorkOS.createOrganization();
  await localWorkOS.addMember(organization.admin, beta, 'admin');
  await localWorkOS.signIn(page, organization.admin, organization);
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await localWorkOS.removeMember(organization.admin, organization);

  await page.goto('/users');
  await expect(page.getByRole('heading', { name: 'You’re no longer in this organization' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Organizations' })).toBeVisible();
  await page.goto('/profile');
  await expect(
    page.getByRole('button', { name: 'Edit profile' }).or(page.getByText(organization.admin.email)).first(),
  ).toBeVisible();
  await page.goto('/users');
  await page.getByRole('button', { name: `Go to ${beta.name}` }).click();
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await expect(page.getByRole('button', { name: beta.name, exact: true })).toBeVisible();
});

test('creating an organization resumes after its last step failed and the page was reloaded', async ({
  page,
  localWorkOS,
}) => {
  const person = await localWorkOS.createPerson('Rita');
  await localWorkOS.signIn(page, person);
  const name = `Once ${Date.now()}`;
  const field = page.getByLabel('Organization name');
  await field.fill(name);
  await localWorkOS.addFault({ method: 'POST', path: '/user_management/authenticate', status: 500 });
  await page.getByRole('button', { name: /^Create/ }).click();
  await expect(page.getByRole('main').getByRole('alert').first()).toContainText('WorkOS isn’t answering');
  await localWorkOS.clearFaults();
  await page.reload();
  await expect(page.getByRole('button', { name: `Go to ${name}` })).toBeVisible();
  await field.fill(name);
  await page.getByRole('button', { name: /^Create/ }).click();
  await expect(memberRow(page, person)).toContainText('Admin');
  const all = await (await localWorkOS.sdk.organizations.listOrganizations({ limit: 100 })).autoPagination();
  expect(all.filter((each) => each.name === name)).toHaveLength(1);
});

test('a removed creator cannot get back in by creating the organization again', async ({
  page,
  localWorkOS,
}) => {
  const person = await localWorkOS.createPerson('Remo');
  await localWorkOS.signIn(page, person, undefined, '/new-organization');
  const name = `Lost ${Date.now()}`;
  const create = async () => {
    await page.getByLabel('Organization name').fill(name);
    await page.getByRole('button', { name: /^Create/ }).click();
  };
  await create();
  await expect(memberRow(page, person)).toBeVisible();
  const all = await (await localWorkOS.sdk.organizations.listOrganizations({ limit: 100 })).autoPagination();
  const created = all.find((each) => each.name === name);
  if (!created) throw new Error('It was not created.');
  await localWorkOS.removeMember(person, created);
  await page.goto('/new-organization');
  await create();
  await expect(page.getByText('are no longer a member')).toBeVisible();
  const { data } = await localWorkOS.sdk.userManagement.listOrganizationMemberships({ userId: person.id });
  expect(data).toEqual([]);
});
