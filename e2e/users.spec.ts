import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { ACME, MARCELINA, newAddress } from './local-workos.ts';
import { expect, memberRow, openInviteDialog, test } from './test.ts';

test('lists the members, and marks the signed-in person', async ({ page, organization, localWorkOS }) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  await localWorkOS.signIn(page, organization.admin);

  await expect(page).toHaveTitle(/^Users/);
  await expect(memberRow(page, grace)).toContainText(grace.name);
  await expect(memberRow(page, grace).getByRole('cell').first()).toHaveText('Member');
  await expect(memberRow(page, grace)).toContainText('Never');
  const self = memberRow(page, organization.admin);
  await expect(self.getByText('You', { exact: true })).toBeVisible();
  await expect(self).toContainText('Admin');
  await expect(self.getByRole('time')).toHaveText(/./);
  await expect(actionsButton(self)).toHaveCount(0);
  await expectAccessible(page);
});

test('searches by name and by email after a pause in typing', async ({ page, organization, localWorkOS }) => {
  const grace = await localWorkOS.createMember(organization, 'Graciela-Fernanda');
  const linus = await localWorkOS.createMember(organization, 'Linus');
  await localWorkOS.signIn(page, organization.admin);
  await expect(memberRow(page, linus)).toBeVisible();
  const searches: (string | null)[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    const asks = pathname.endsWith('/members') && request.method() === 'GET';
    if (asks) searches.push(searchParams.get('search'));
  });

  const search = page.getByRole('textbox', { name: 'User search' });
  await search.pressSequentially('graciela-fernanda');
  await expect(memberRow(page, linus)).toHaveCount(0);
  await expect(memberRow(page, grace)).toBeVisible();
  await expect.poll(() => searches.at(-1)).toBe('graciela-fernanda');
  expect(searches.length).toBeLessThan('graciela-fernanda'.length);

  await search.fill(linus.email);
  await expect(memberRow(page, linus)).toBeVisible();
  await expect(memberRow(page, grace)).toHaveCount(0);

  // The search is part of the URL, so a reload shows the same.
  await expect(page).toHaveURL(/ak_q=linus/);
  await page.reload();
  await expect(memberRow(page, linus)).toBeVisible();
  await expect(memberRow(page, grace)).toHaveCount(0);

  await search.fill('nobody of this name');
  await expect(page.getByText("No users found for query 'nobody of this name'")).toBeVisible();
  await page.getByRole('table').getByRole('button', { name: 'Clear search' }).click();
  await expect(memberRow(page, grace)).toBeVisible();
  await expect(memberRow(page, linus)).toBeVisible();
  await expect(search).toHaveValue('');
});

test('filters by role', async ({ page, organization, localWorkOS }) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  await localWorkOS.signIn(page, organization.admin);
  const filter = page.getByRole('combobox');
  await filter.click();
  await page.getByRole('option', { name: 'Admin' }).click();
  await expect(memberRow(page, grace)).toHaveCount(0);
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await expect(filter).toHaveText('Admin');

  await filter.click();
  await page.getByRole('option', { name: 'Member' }).click();
  await expect(memberRow(page, grace)).toBeVisible();
  await expect(memberRow(page, organization.admin)).toHaveCount(0);

  await filter.click();
  await page.getByRole('option', { name: 'All' }).click();
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await expect(memberRow(page, grace)).toBeVisible();
});

test('paging shows every member exactly once', async ({ page, organization, localWorkOS }) => {
  const names = Array.from({ length: 22 }, (_, index) => `Person-${index}`);
  const members = await Promise.all(names.map((name) => localWorkOS.createMember(organization, name)));
  await localWorkOS.signIn(page, organization.admin);
  const previous = page.getByRole('button', { name: 'Previous' });
  const next = page.getByRole('button', { name: 'Next' });

  const first = await emailsOnPage(page, 10);
  await expect(previous).toBeDisabled();
  await next.click();
  await expect(memberRow(page, { email: first[0] ?? '' })).toHaveCount(0);
  const second = await emailsOnPage(page, 10);
  await expect(previous).toBeEnabled();
  await next.click();
  await expect(memberRow(page, { email: second[0] ?? '' })).toHaveCount(0);
  const third = await emailsOnPage(page, 3);
  await expect(next).toBeDisabled();

  const everybody = [organization.admin, ...members].map(({ email }) => email);
  expect([...first, ...second, ...third].toSorted()).toEqual(everybody.toSorted());

  await previous.click();
  await expect(memberRow(page, { email: third[0] ?? '' })).toHaveCount(0);
  expect(await emailsOnPage(page, 10)).toEqual(second);
  await previous.click();
  await expect(memberRow(page, { email: second[0] ?? '' })).toHaveCount(0);
  expect(await emailsOnPage(page, 10)).toEqual(first);
  await expect(previous).toBeDisabled();
});

test('edits the role of a member', async ({ page, organization, localWorkOS }) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  await localWorkOS.signIn(page, organization.admin);
  await chooseAction(page, memberRow(page, grace), 'Edit role');
  const dialog = page.getByRole('dialog', { name: 'Edit role' });
  await expect(dialog).toContainText(grace.name);
  await dialog.getByRole('combobox').click();
  await page.getByRole('option', { name: 'Admin' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();

  await expect(dialog).toHaveCount(0);
  await expect(memberRow(page, grace).getByRole('cell').first()).toHaveText('Admin');
  await page.reload();
  await expect(memberRow(page, grace).getByRole('cell').first()).toHaveText('Admin');
});

test('gives a member several roles where the organization allows it', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  await page.goto(`${localWorkOS.origin}/organizations/${organization.id}/manage`);
  await page.getByRole('button', { name: 'Allow several roles' }).click();
  await expect(page.getByText('can have several roles')).toBeVisible();

  await localWorkOS.signIn(page, organization.admin);
  await expect(page.getByRole('columnheader', { name: 'Roles' })).toBeVisible();
  await chooseAction(page, memberRow(page, grace), 'Edit roles');
  const dialog = page.getByRole('dialog', { name: 'Edit roles' });
  await dialog.getByRole('checkbox', { name: 'Member' }).uncheck();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Please select at least one role')).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Member' }).check();
  await dialog.getByRole('checkbox', { name: 'Admin' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();

  await expect(dialog).toHaveCount(0);
  await expect(memberRow(page, grace).getByRole('cell').first()).toHaveText('2 roles');
});

test('removes a member', async ({ page, organization, localWorkOS }) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  await localWorkOS.signIn(page, organization.admin);
  await chooseAction(page, memberRow(page, grace), 'Remove user');
  const dialog = page.getByRole('alertdialog', { name: 'Remove user' });
  await expect(dialog).toContainText(grace.email);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(memberRow(page, grace)).toBeVisible();

  await chooseAction(page, memberRow(page, grace), 'Remove user');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(memberRow(page, grace)).toHaveCount(0);
  await page.reload();
  await expect(memberRow(page, organization.admin)).toBeVisible();
  await expect(memberRow(page, grace)).toHaveCount(0);
});

test('invites with a role, resends, revokes', async ({ page, context, organization, localWorkOS }) => {
  const invited = { email: newAddress('ines') };
  await localWorkOS.signIn(page, organization.admin);
  const dialog = await openInviteDialog(page);
  await expect(dialog.getByRole('combobox', { name: 'Role' })).toHaveText('Member');
  await dialog.getByLabel('Email address').fill(invited.email);
  await dialog.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Admin' }).click();
  await dialog.getByRole('button', { name: 'Invite' }).click();

  await expect(dialog).toHaveCount(0);
  const row = memberRow(page, invited);
  await expect(row).toContainText('Invited');
  await expect(row.getByRole('cell').first()).toHaveText('Admin');
  const inbox = await context.newPage();
  const mail = await localWorkOS.openMail(inbox, invited.email);
  await expect(mail).toContainText(`${organization.admin.name} has invited you to join ${organization.name}`);

  await chooseAction(page, row, 'Resend invitation');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Resend' }).click();
  const sent = page.getByRole('dialog', { name: 'Invite sent' });
  await expect(sent).toContainText(invited.email);
  await sent.getByRole('button', { name: 'Close' }).click();
  await inbox.reload();
  await expect(inbox.getByRole('article')).toHaveCount(2);

  await chooseAction(page, row, 'Revoke invitation');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toContainText('Revoked');
});

test.describe('an invitation that cannot be sent', () => {
  // Chromium logs each response with status 400.
  test.use({ allowedConsoleErrors: /status of 400/ });

  test('is explained in the dialog, which keeps the typed text', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const grace = await localWorkOS.createMember(organization, 'Grace');
    const invited = { email: newAddress('ines') };
    const { userManagement } = localWorkOS.sdk;
    await userManagement.sendInvitation({ email: invited.email, organizationId: organization.id });
    await localWorkOS.signIn(page, organization.admin);
    const dialog = await openInviteDialog(page);
    const email = dialog.getByLabel('Email address');
    for (const [address, problem] of [
      [grace.email, 'User already exists'],
      [invited.email, 'User already invited'],
    ] as const) {
      await email.fill(address);
      await dialog.getByRole('button', { name: 'Invite' }).click();
      await expect(dialog.getByText(problem)).toBeVisible();
      await expect(email).toHaveValue(address);
      await expect(email).toHaveAccessibleDescription(problem);
      await expect(email).toBeFocused();
    }
    await expectAccessible(page);
    const newcomer = { email: newAddress('noa') };
    await email.fill(newcomer.email);
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await expect(memberRow(page, newcomer)).toContainText('Invited');
  });
});

test('does not send an invalid address', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin);
  const dialog = await openInviteDialog(page);
  const email = dialog.getByLabel('Email address');
  for (const address of ['', 'no-address']) {
    await email.fill(address);
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await expect(email).toBeFocused();
    expect(await email.evaluate((input: HTMLInputElement) => input.validity.valid)).toBe(false);
  }
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('each status has its own badge and actions', async ({ page, organization, localWorkOS }) => {
  const { userManagement } = localWorkOS.sdk;
  const invite = (name: string) =>
    userManagement.sendInvitation({ email: newAddress(name), organizationId: organization.id });
  const active = await localWorkOS.createMember(organization, 'Grace');
  const [invited, expired, revoked] = await Promise.all([invite('ines'), invite('eric'), invite('rosa')]);
  await userManagement.revokeInvitation(revoked.id);
  await page.goto(`${localWorkOS.origin}/organizations/${organization.id}/manage`);
  await page.getByRole('button', { name: `Expire now: the invitation of ${expired.email}` }).click();

  await localWorkOS.signIn(page, organization.admin);
  await expect(page.getByRole('row')).toHaveCount(6);
  await expectAccessible(page);
  for (const [member, badge, actions] of [
    [active, undefined, ['Edit role', 'Remove user']],
    [invited, 'Status: Invited', ['Edit role', 'Resend invitation', 'Revoke invitation']],
    [expired, 'Status: Invite Expired', ['Remove user']],
    [revoked, 'Status: Invite Revoked', ['Remove user']],
  ] as const) {
    await expectStatus(page, memberRow(page, member), badge, actions);
  }
});

test('a person added without an invitation can be given a role or removed', { tag: '@desktop' }, async ({
  page,
  localWorkOS,
}) => {
  const { userManagement } = localWorkOS.sdk;
  const where = { organizationId: ACME.id, limit: 100 };
  const invitations = await userManagement.listInvitations(where);
  const pending = await userManagement.listOrganizationMemberships({ ...where, statuses: ['pending'] });
  const users = await Promise.all(pending.data.map(({ userId }) => userManagement.getUser(userId)));
  const invited = new Set(invitations.data.map(({ email }) => email));
  const added = users.find(({ email }) => !invited.has(email));
  if (!added) throw new Error('The seed has nobody who was added without an invitation.');

  await localWorkOS.signIn(page, MARCELINA, ACME, `/users?ak_q=${encodeURIComponent(added.email)}`);
  await expect(memberRow(page, added)).toContainText('Not active');
  await expectStatus(page, memberRow(page, added), undefined, ['Edit role', 'Remove user']);
});

async function expectStatus(
  page: Page,
  row: Locator,
  badge: string | undefined,
  actions: readonly string[],
): Promise<void> {
  if (badge) await expect(row).toContainText(badge);
  else await expect(row).not.toContainText('Status');
  await actionsButton(row).click();
  await expect(page.getByRole('menuitem')).toHaveText([...actions]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
}

function actionsButton(row: Locator): Locator {
  return row.getByRole('button', { name: 'User actions' });
}

async function chooseAction(page: Page, row: Locator, action: string): Promise<void> {
  await actionsButton(row).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** The addresses in the table, once it has the expected number of rows. */
async function emailsOnPage(page: Page, count: number): Promise<string[]> {
  const rows = page.getByRole('table').getByText(/@example\.com$/);
  await expect(rows).toHaveCount(count);
  return rows.allTextContents();
}
