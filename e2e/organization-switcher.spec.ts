import type { Page } from '@playwright/test';
import { decodeJwt } from 'jose';
import { comeBack, expect, memberRow, problemScreen, test } from './test.ts';

test('switching changes the session, token, and table, and persists', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  const other = await localWorkOS.createOrganization();
  await localWorkOS.addMember(admin, other, 'admin');
  const [here, there] = await Promise.all([
    localWorkOS.createMember(organization, 'Grace'),
    localWorkOS.createMember(other, 'Linus'),
  ]);
  const asked = organizationsAskedFor(page);
  await localWorkOS.signIn(page, admin, organization);
  await expect(memberRow(page, here)).toBeVisible();
  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
  await comeBack(page);
  await expect.poll(() => [...asked]).toEqual([organization.id]);

  await page.getByRole('button', { name: organization.name }).click();
  await expect(page.getByRole('menuitem', { name: `${organization.name} (current)` })).toBeVisible();
  asked.clear();
  await page.getByRole('menuitem', { name: other.name }).click();
  await expect(memberRow(page, there)).toBeVisible();
  await expect(memberRow(page, here)).toHaveCount(0);
  await expect(page.getByRole('button', { name: other.name })).toBeVisible();
  await comeBack(page);
  await expect.poll(() => [...asked].at(-1)).toBe(other.id);

  asked.clear();
  await page.reload();
  await expect(memberRow(page, there)).toBeVisible();
  await expect(page.getByRole('button', { name: other.name })).toBeVisible();
  await comeBack(page);
  await expect.poll(() => [...asked]).toEqual([other.id]);
  const minted = await page.request.post('/api/widgets/token', { data: { widget: 'users-table' } });
  expect(decodeJwt((await minted.json()).token).org_id).toBe(other.id);
});

test('a member sees the permission screen instead of the table', {
  tag: '@desktop',
}, async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  const other = await localWorkOS.createOrganization();
  await localWorkOS.addMember(admin, other, 'member');
  await localWorkOS.signIn(page, admin, organization);
  await expect(memberRow(page, admin)).toBeVisible();
  await page.getByRole('button', { name: organization.name }).click();
  await page.getByRole('menuitem', { name: other.name }).click();
  await expect(problemScreen(page)).toContainText('widgets:users-table:manage');
  await expect(problemScreen(page)).toContainText(other.name);
  await expect(page.getByRole('table')).toHaveCount(0);

  // And back again.
  await page.getByRole('button', { name: other.name }).click();
  await page.getByRole('menuitem', { name: organization.name }).click();
  await expect(memberRow(page, admin)).toBeVisible();
});

test('a person in one organization sees its name', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin);
  await page.getByRole('button', { name: organization.name }).click();
  await expect(page.getByRole('group').getByRole('menuitem')).toHaveText([new RegExp(organization.name)]);
});

test('the audit log says who created, joined, and entered an organization', { tag: '@desktop' }, async ({
  page,
  otherPage,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  const other = await localWorkOS.createOrganization();
  await localWorkOS.addMember(admin, other, 'admin');
  await localWorkOS.signIn(page, admin, organization);
  await page.getByRole('button', { name: organization.name }).click();
  await page.getByRole('menuitem', { name: other.name }).click();
  await expect(page.getByRole('button', { name: other.name })).toBeVisible();
  await expect.poll(() => localWorkOS.auditLog(other)).toEqual([`organization.switched ${admin.id}`]);

  await page.goto('/new-organization');
  await page.getByLabel('Organization name').fill('Logged Inc');
  await page.getByRole('button', { name: 'Create organization' }).dblclick();
  await expect(page.getByRole('button', { name: 'Logged Inc' })).toBeVisible();
  const { data } = await localWorkOS.sdk.userManagement.listOrganizationMemberships({ userId: admin.id });
  const created = data.find(({ organizationName }) => organizationName === 'Logged Inc');
  const logged = { id: created?.organizationId ?? '', name: 'Logged Inc' };
  await expect.poll(() => localWorkOS.auditLog(logged)).toEqual([`organization.created ${admin.id}`]);

  const invited = await localWorkOS.createPerson('Jonas');
  await localWorkOS.sdk.userManagement.sendInvitation({
    email: invited.email,
    organizationId: organization.id,
    roleSlug: 'admin',
  });
  await localWorkOS.signIn(otherPage, invited);
  await otherPage.getByRole('button', { name: 'Join' }).click();
  await expect(otherPage.getByRole('button', { name: organization.name })).toBeVisible();
  await expect.poll(() => localWorkOS.auditLog(organization)).toEqual([`organization.joined ${invited.id}`]);
});

/** The organizations in the tokens that the users table sent. */
function organizationsAskedFor(page: Page): Set<unknown> {
  const organizations = new Set<unknown>();
  page.on('request', (request) => {
    const [, token] = /^Bearer (.+)$/.exec(request.headers().authorization ?? '') ?? [];
    if (token && new URL(request.url()).pathname.endsWith('/members')) {
      organizations.add(decodeJwt(token).org_id);
    }
  });
  return organizations;
}
