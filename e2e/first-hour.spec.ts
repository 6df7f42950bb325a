import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { type LocalWorkOS, newAddress, type Organization } from './local-workos.ts';
import { mailedCode } from './mailed-codes.ts';
import { expect, expectNoSidewaysScroll, memberRow, signInWithPassword, signOut, test } from './test.ts';

test('a new person signs up, creates an organization, and is its admin', async ({ page, localWorkOS }) => {
  const email = newAddress('frida');
  await signUp(page, localWorkOS, email);
  await expect(page.getByRole('heading', { name: 'You’re not in an organization yet' })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await nameField(page).fill('Frida’s Bakery');
  await nameField(page).press('Enter');
  await expect(page).toHaveURL('/users');
  await expect(page.getByRole('button', { name: 'Frida’s Bakery' })).toBeVisible();
  await expect(memberRow(page, { email })).toContainText('Admin');

  await page.reload();
  await expect(memberRow(page, { email })).toBeVisible();
});

test('a name is required, and the typed text stays', { tag: '@desktop' }, async ({ page, localWorkOS }) => {
  await localWorkOS.signIn(page, await localWorkOS.createPerson('Nora'));
  const problem = page.locator('#organization-name-problem');
  for (const [name, message] of [
    ['', 'Enter a name.'],
    ['  ', 'Enter a name.'],
    ['--', 'at least one letter or digit'],
    ['x'.repeat(101), 'Use at most 100 characters.'],
  ] as const) {
    await nameField(page).fill(name);
    await createButton(page).click();
    await expect(problem).toContainText(message);
    await expect(nameField(page)).toHaveValue(name);
    await expect(nameField(page)).toBeFocused();
  }
  await expectAccessible(page);
});

test('a double click creates one organization', { tag: '@desktop' }, async ({ page, localWorkOS }) => {
  const person = await localWorkOS.createPerson('Dora');
  await localWorkOS.signIn(page, person);
  await nameField(page).fill('Double Click Inc');
  await createButton(page).dblclick();
  await expect(memberRow(page, person)).toBeVisible();
  expect(await organizationsOf(localWorkOS, person)).toHaveLength(1);
});

test('an invited person joins instead', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
  const person = await localWorkOS.createPerson('Jonas');
  await localWorkOS.sdk.userManagement.sendInvitation({
    email: person.email,
    organizationId: organization.id,
    roleSlug: 'admin',
  });
  await localWorkOS.signIn(page, person);
  await expect(page.getByRole('heading', { name: 'You’re invited to' })).toBeVisible();
  await expect(page.getByText(organization.name)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
  await expect(memberRow(page, person)).toContainText('Admin');
});

test('an invitation revoked in the meantime cannot be accepted', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const person = await localWorkOS.createPerson('Jonas');
  const { id } = await localWorkOS.sdk.userManagement.sendInvitation({
    email: person.email,
    organizationId: organization.id,
  });
  await localWorkOS.signIn(page, person);
  await localWorkOS.sdk.userManagement.revokeInvitation(id);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByText('no longer valid')).toBeVisible();
});

test('an admin creates another organization and can switch back', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin);
  await page.getByRole('button', { name: organization.name }).click();
  await page.getByRole('menuitem', { name: 'New organization' }).click();
  await nameField(page).fill('Side Project');
  await createButton(page).click();
  await expect(page.getByRole('button', { name: 'Side Project' })).toBeVisible();
  await page.getByRole('button', { name: 'Side Project' }).click();
  await page.getByRole('menuitem', { name: organization.name }).click();
  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
});

test('a person in several organizations chooses one; the last used comes first', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  const other = await localWorkOS.createOrganization();
  await localWorkOS.addMember(admin, other, 'admin');

  await page.goto('/users');
  await signInWithPassword(page, admin.email);
  await expect(page.getByRole('heading', { name: 'Choose an organization' })).toBeVisible();
  await expectAccessible(page);
  await choose(page, other);
  await expect(page.getByRole('button', { name: other.name })).toBeVisible();

  await signOut(page, admin);
  await page.goto('/users');
  await signInWithPassword(page, admin.email);
  await expect(page.getByRole('listitem').first()).toContainText(other.name);
  await choose(page, organization);
  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();

  await signOut(page, admin);
  await page.goto('/users');
  await signInWithPassword(page, admin.email);
  await expect(page.getByRole('listitem').first()).toContainText(organization.name);
});

const nameField = (page: Page) => page.getByLabel('Organization name');
const createButton = (page: Page) => page.getByRole('button', { name: 'Create organization' });

async function organizationsOf(localWorkOS: LocalWorkOS, { id: userId }: { id: string }) {
  return (await localWorkOS.sdk.userManagement.listOrganizationMemberships({ userId })).data;
}

async function choose(page: Page, { name }: Organization): Promise<void> {
  await page.getByRole('button', { name }).click();
}

async function signUp(page: Page, localWorkOS: LocalWorkOS, email: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill('seven-lemons-sang');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByLabel('Code').fill(await mailedCode(localWorkOS, email));
  await page.getByRole('button', { name: 'Verify' }).click();
}
