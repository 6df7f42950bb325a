import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { type LocalWorkOS, newAddress } from './local-workos.ts';
import {
  comeBack,
  expect,
  memberRow,
  openInviteDialog,
  problemScreen,
  signInWithPassword,
  test,
} from './test.ts';

test('an invited person signs up from the email and becomes a member', async ({
  page,
  otherPage,
  organization,
  localWorkOS,
}) => {
  const invited = { email: newAddress('ines') };
  await localWorkOS.signIn(page, organization.admin);
  const dialog = await openInviteDialog(page);
  await dialog.getByLabel('Email address').fill(invited.email);
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await expect(memberRow(page, invited)).toContainText('Invited');

  await openInvitation(otherPage, localWorkOS, invited.email);
  await expect(otherPage.getByLabel('Email')).toHaveValue(invited.email);
  await expect(otherPage.getByLabel('Email')).not.toBeEditable();
  await expectAccessible(otherPage);
  await otherPage.getByLabel('First name').fill('Ines');
  await otherPage.getByLabel('Last name').fill('Moreau');
  await otherPage.getByLabel('Password').fill('seven-lemons-sang');
  await otherPage.getByRole('button', { name: 'Join' }).click();

  // Following the link proved that the address is theirs, so no code is needed.
  await expect(otherPage).toHaveURL('/users');
  await expect(otherPage.getByRole('button', { name: organization.name })).toBeVisible();
  await expect(otherPage.getByRole('button', { name: /Ines Moreau/ })).toBeVisible();
  await expect(problemScreen(otherPage)).toContainText('widgets:users-table:manage');

  await comeBack(page);
  const row = memberRow(page, invited);
  await expect(row).toContainText('Ines Moreau');
  await expect(row).not.toContainText('Status');
  await expect(row.getByRole('time')).toBeVisible();
});

test('a person with an account signs in to accept', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const person = await localWorkOS.createMember(await localWorkOS.createOrganization(), 'Paul');
  await invite(localWorkOS, organization, person.email, 'admin');
  await openInvitation(page, localWorkOS, person.email);
  await expect(page.getByLabel('Email')).toHaveValue(person.email);
  await signInWithPassword(page, person.email);

  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
  await expect(memberRow(page, person)).toContainText('Admin');
  await expect(memberRow(page, person)).not.toContainText('Status');
});

test('the link works for someone who is signed in, and takes them to the organization', {
  tag: '@desktop',
}, async ({ page, organization, localWorkOS }) => {
  const person = await localWorkOS.createMember(await localWorkOS.createOrganization(), 'Paul');
  await localWorkOS.signIn(page, person);
  await invite(localWorkOS, organization, person.email, 'admin');
  await openInvitation(page, localWorkOS, person.email);
  await signInWithPassword(page, person.email);
  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
  await expect(memberRow(page, person)).toContainText('Admin');
});

test('with another account signed in, the invited account joins', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const person = await localWorkOS.createMember(await localWorkOS.createOrganization(), 'Paul');
  const other = await localWorkOS.createMember(await localWorkOS.createOrganization(), 'Olga');
  await localWorkOS.signIn(page, other);
  await invite(localWorkOS, organization, person.email, 'admin');
  await openInvitation(page, localWorkOS, person.email);
  await signInWithPassword(page, person.email);
  await expect(page.getByRole('button', { name: new RegExp(person.name) })).toBeVisible();
  await expect(memberRow(page, person)).toContainText('Admin');
  await expect(memberRow(page, other)).toHaveCount(0);
  const { data } = await localWorkOS.sdk.userManagement.listOrganizationMemberships({ userId: other.id });
  expect(data.map(({ organizationId }) => organizationId)).not.toContain(organization.id);
});

test.describe('a link that cannot be used says why', () => {
  // That page has status 400, which Chromium logs.
  test.use({ allowedConsoleErrors: /status of 400/ });

  test('expired', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    const email = newAddress('eric');
    await invite(localWorkOS, organization, email);
    await page.goto(`${localWorkOS.origin}/organizations/${organization.id}/manage`);
    await page.getByRole('button', { name: `Expire now: the invitation of ${email}` }).click();
    await expect(page.getByRole('row', { name: email })).toContainText('expired');
    await openInvitation(page, localWorkOS, email);
    await expect(page.getByRole('heading', { name: /expired/ })).toBeVisible();
    await expectAccessible(page);
  });

  test('revoked', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    const email = newAddress('rosa');
    const { id } = await invite(localWorkOS, organization, email);
    await localWorkOS.sdk.userManagement.revokeInvitation(id);
    await openInvitation(page, localWorkOS, email);
    await expect(page.getByRole('heading', { name: /revoked/ })).toBeVisible();
  });

  test('used', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    const email = newAddress('uma');
    const { id } = await invite(localWorkOS, organization, email);
    await localWorkOS.sdk.userManagement.acceptInvitation(id);
    await openInvitation(page, localWorkOS, email);
    await expect(page.getByRole('heading', { name: /used/ })).toBeVisible();
  });

  test('not complete', { tag: '@desktop' }, async ({ page, localWorkOS }) => {
    await page.goto(`${localWorkOS.origin}/invite?invitation_token=half-of-i`);
    await expect(page.getByRole('heading', { name: /does not exist/ })).toBeVisible();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await expect(page.getByRole('button', { name: 'Continue', exact: true })).toBeVisible();
  });

  test('sent to somebody else', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    const invited = newAddress('ines');
    const bystander = await localWorkOS.createPerson('Boris');
    await invite(localWorkOS, organization, invited);
    await openInvitation(page, localWorkOS, invited);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await signInWithPassword(page, bystander.email);
    await expect(page.getByRole('alert')).toContainText(`sent to ${invited}`);
    await expect(page.getByRole('alert')).toContainText(`signed in as ${bystander.email}`);
  });

  test('revoked while the sign-up page was open', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const email = newAddress('rosa');
    const { id } = await invite(localWorkOS, organization, email);
    await openInvitation(page, localWorkOS, email);
    await localWorkOS.sdk.userManagement.revokeInvitation(id);
    await page.getByLabel('Password').fill('seven-lemons-sang');
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(page.getByRole('heading', { name: /cannot be used/ })).toBeVisible();
  });
});

function invite(
  localWorkOS: LocalWorkOS,
  { id: organizationId }: { id: string },
  email: string,
  roleSlug = 'member',
) {
  return localWorkOS.sdk.userManagement.sendInvitation({ email, organizationId, roleSlug });
}

/** Follows the link in the newest email. */
async function openInvitation(page: Page, localWorkOS: LocalWorkOS, email: string): Promise<void> {
  const mail = await localWorkOS.openMail(page, email);
  await mail.getByRole('link', { name: 'Accept invitation' }).click();
}
