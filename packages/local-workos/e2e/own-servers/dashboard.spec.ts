import { expectAccessibleInBothThemes } from '../accessibility.ts';
import { newAddress } from '../local-workos.ts';
import { OWN_SERVERS } from '../servers.ts';
import { expect, expectNoSidewaysScroll, memberRow, problemScreen, test } from '../test.ts';

// These tests play faults, so they need their own servers.
test.use({ ownServers: OWN_SERVERS.plain });
test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

test('“Sign in as” opens the app as that person, in that organization', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  const other = await localWorkOS.createOrganization();
  await localWorkOS.addMember(admin, other, 'member');
  await page.goto(`${localWorkOS.origin}/people`);
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
  await page.getByRole('searchbox', { name: 'Search by name or email' }).fill(admin.email);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: `Sign in as ${admin.name}, Admin · ${organization.name}` }).click();
  await expect(page).toHaveURL('/users');
  await expect(memberRow(page, admin)).toBeVisible();
  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();

  // Signs in as someone else over the existing session.
  await page.goto(`${localWorkOS.origin}/people?search=${admin.email}`);
  await page.getByRole('button', { name: `Sign in as ${admin.name}, Member · ${other.name}` }).click();
  await expect(page.getByRole('button', { name: other.name })).toBeVisible();
  await expect(problemScreen(page)).toContainText(other.name);

  await page.goto(`${localWorkOS.origin}/people?search=nobody-of-this-name`);
  await expect(page.getByText('No one matches')).toBeVisible();
});

test('pages through people', async ({ page, localWorkOS }) => {
  await page.goto(`${localWorkOS.origin}/people`);
  const people = page.getByRole('row').filter({ hasText: '@' });
  await expect(people).toHaveCount(25);
  const first = await people.allTextContents();
  await page.getByRole('link', { name: 'Older' }).click();
  await expect(page.getByRole('link', { name: 'Newer' })).toBeVisible();
  const second = await people.allTextContents();
  expect(second.filter((person) => first.includes(person))).toEqual([]);
  await page.getByRole('link', { name: 'Newer' }).click();
  await expect(page.getByRole('link', { name: 'Older' })).toBeVisible();
  expect(await people.allTextContents()).toEqual(first);
});

test('an organization’s page expires invitations and allows several roles', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const email = newAddress('eric');
  await localWorkOS.sdk.userManagement.sendInvitation({ email, organizationId: organization.id });
  await page.goto(`${localWorkOS.origin}/organizations`);
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
  await page.getByRole('link', { name: organization.name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(organization.name);
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
  const invitation = page.getByRole('row', { name: email });
  await expect(invitation).toContainText('pending');
  await invitation.getByRole('button', { name: /Expire now/ }).click();
  await expect(invitation).toContainText('expired');
  await expect(invitation.getByRole('button')).toHaveCount(0);

  await page.getByRole('button', { name: 'Allow several roles' }).click();
  await expect(page.getByText('can have several roles')).toBeVisible();
  await page.getByRole('button', { name: 'Allow only one role' }).click();
  await expect(page.getByRole('button', { name: 'Allow several roles' })).toBeVisible();
});

test('adds a fault, plays it, lists it among the requests, and removes it', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await page.goto(`${localWorkOS.origin}/faults`);
  await expect(page.getByText('None.')).toBeVisible();
  await page.getByLabel('Path').fill('/widgets/*');
  await page.getByLabel('Status').fill('429');
  await page.getByRole('button', { name: 'Add fault' }).click();
  const fault = page.getByRole('row', { name: 'POST /widgets/*' });
  await expect(fault).toContainText('429');
  await expect(fault).toContainText('until removed');
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);

  await localWorkOS.signIn(page, organization.admin);
  await expect(problemScreen(page)).toContainText(/too many requests/i);
  await page.goto(`${localWorkOS.origin}/requests`);
  const refused = page.getByRole('row', { name: 'POST /widgets/token' }).first();
  await expect(refused).toContainText('429 fault');
  await expect(refused).toContainText(/\d\d:\d\d:\d\d/);
  await expect(refused).toContainText(/\d\.\d ms/);
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);

  await page.getByRole('navigation').getByRole('link', { name: 'Faults' }).click();
  await page.getByRole('button', { name: 'Remove POST /widgets/*' }).click();
  await expect(page.getByText('None.')).toBeVisible();
  await page.goto('/users');
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await page.goto(`${localWorkOS.origin}/requests`);
  await expect(page.getByRole('row', { name: 'POST /widgets/token' }).first()).toContainText('201');
});

test('plays a fault as often as its count', async ({ page, localWorkOS }) => {
  await page.goto(`${localWorkOS.origin}/faults`);
  await page.getByLabel('Method').fill('GET');
  await page.getByLabel('Path').fill('/sso/jwks/*');
  await page.getByLabel('Status').fill('503');
  await page.getByLabel('Count').fill('2');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await expect(page.getByRole('row', { name: 'GET /sso/jwks/*' })).toContainText('2');
  const statuses: number[] = [];
  for (const _ of [1, 2, 3]) {
    statuses.push((await page.request.get(`${localWorkOS.origin}/sso/jwks/client_local`)).status());
  }
  expect(statuses).toEqual([503, 503, 200]);
  await page.reload();
  await expect(page.getByText('None.')).toBeVisible();
});

test.describe('a fault that cannot be played', () => {
  // Chromium logs the form's status 422.
  test.use({ allowedConsoleErrors: /status of 422/ });

  test('is rejected, and the input is kept', async ({ page, localWorkOS }) => {
    await page.goto(`${localWorkOS.origin}/faults`);
    await page.getByLabel('Path').fill('no-slash');
    await page.getByLabel('Status').fill('9000');
    await page.getByRole('button', { name: 'Add fault' }).click();
    await expect(page.getByRole('alert')).toContainText('path');
    await expect(page.getByRole('alert')).toContainText('status');
    await expect(page.getByLabel('Path')).toHaveValue('no-slash');
    await expect(page.getByText('None.')).toBeVisible();
  });
});
