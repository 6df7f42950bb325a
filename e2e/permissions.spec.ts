import { expectAccessible } from './accessibility.ts';
import { expect, memberRow, problemScreen, test } from './test.ts';

test('a member sees which permission is missing and who can grant it', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const member = await localWorkOS.createMember(organization, 'Mira');
  const widgetRequests: string[] = [];
  page.on('request', (request) => {
    if (/\/_widgets\/UserManagement\/(members|roles)/.test(request.url())) widgetRequests.push(request.url());
  });
  await localWorkOS.signIn(page, member);
  await expect(problemScreen(page)).toContainText('widgets:users-table:manage');
  await expect(problemScreen(page)).toContainText(/role.*member/is);
  await expect(problemScreen(page)).toContainText(new RegExp(`admin of ${organization.name}`, 'i'));
  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
  expect(widgetRequests).toEqual([]);
  await expectAccessible(page);
});

test('a new role applies from the next sign-in', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const member = await localWorkOS.createMember(organization, 'Mira');
  await localWorkOS.signIn(page, member);
  await expect(problemScreen(page)).toContainText('widgets:users-table:manage');
  await localWorkOS.setRole(member, organization, 'admin');
  await localWorkOS.signIn(page, member);
  await expect(memberRow(page, member)).toBeVisible();
});

test('a person without an organization sees that, and what to do', async ({ page, localWorkOS }) => {
  const loner = await localWorkOS.createPerson('Lone');
  await localWorkOS.signIn(page, loner);
  await expect(
    page.getByRole('heading', { name: /(not|no longer) in (an|this) organization/i }),
  ).toBeVisible();
  await expect(page.getByRole('main').getByText(loner.email)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /sign in as someone else/i }).click();
  await expect(page).toHaveURL('/');
  await page.goto('/users');
  await expect(page.getByLabel('Email')).toBeVisible();
});

test.describe('while the page is open', () => {
  // The widget's requests get a 403, which Chromium and the widget log.
  test.use({ allowedConsoleErrors: /status of 403|IncorrectPermissionsError/ });

  test('a demotion is explained', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    const { admin } = organization;
    await localWorkOS.signIn(page, admin);
    await expect(memberRow(page, admin)).toBeVisible();
    await localWorkOS.setRole(admin, organization, 'member');
    await page.getByRole('textbox', { name: 'User search' }).fill('somebody');
    const notice = page.getByRole('alert').filter({ hasText: /role no longer allows/ });
    await expect(notice).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'User search' })).toHaveValue('somebody');

    await notice.getByRole('button', { name: 'Reload' }).click();
    await expect(problemScreen(page)).toContainText('widgets:users-table:manage');
    await expect(page.getByRole('table')).toHaveCount(0);
  });

  test('a removal from the organization is explained', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    await localWorkOS.signIn(page, admin);
    await expect(memberRow(page, admin)).toBeVisible();
    await localWorkOS.removeMember(admin, organization);
    await page.getByRole('textbox', { name: 'User search' }).fill('somebody');
    const notice = page.getByRole('alert').filter({ hasText: /no longer a member/ });
    await expect(notice).toBeVisible();

    await notice.getByRole('button', { name: 'Reload' }).click();
    await expect(
      page.getByRole('heading', { name: /(not|no longer) in (an|this) organization/i }),
    ).toBeVisible();
    await expect(page.getByRole('table')).toHaveCount(0);
  });
});
