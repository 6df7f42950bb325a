import { expect, memberRow, signInWithPassword, signOut, test } from './test.ts';

test('Back does not show the table again after signing out', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  await expect(memberRow(page, admin)).toBeVisible();
  await signOut(page, admin);

  await page.goBack();
  await expect(page.getByLabel('Email')).toBeVisible();
  await expect(page.getByText(admin.email)).toHaveCount(0);
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  const minted = await page.request.post('/api/widgets/token', { data: { widget: 'users-table' } });
  expect(minted.status()).toBe(401);
});

test('a protected page redirects to sign-in and back', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  await page.goto(`/users?ak_q=${grace.email}`);
  await signInWithPassword(page, organization.admin.email);

  await expect(page).toHaveURL(`/users?ak_q=${encodeURIComponent(grace.email)}`);
  await expect(memberRow(page, grace)).toBeVisible();
  await expect(memberRow(page, organization.admin)).toHaveCount(0);
});

test('two tabs share the session', { tag: '@desktop' }, async ({
  page,
  context,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  const second = await context.newPage();
  await second.goto('/users');
  await expect(memberRow(second, admin)).toBeVisible();
  await signOut(page, admin);

  await second.reload();
  await expect(second.getByLabel('Email')).toBeVisible();
  await expect(memberRow(second, admin)).toHaveCount(0);
});

test('two sign-ins can be open at once', { tag: '@desktop' }, async ({ page, context, organization }) => {
  const second = await context.newPage();
  await page.goto('/users');
  await second.goto('/users');
  for (const tab of [second, page]) {
    await signInWithPassword(tab, organization.admin.email);
    await expect(memberRow(tab, organization.admin)).toBeVisible();
  }
});

test('another browser has its own session', { tag: '@desktop' }, async ({
  page,
  otherPage,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  await localWorkOS.signIn(otherPage, admin);
  await expect(memberRow(page, admin)).toBeVisible();
  await signOut(page, admin);
  await otherPage.reload();
  await expect(memberRow(otherPage, admin)).toBeVisible();
});

test('a link followed after the session ended goes through sign-in to its page', {
  tag: '@desktop',
}, async ({ page, context, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  await expect(memberRow(page, admin)).toBeVisible();
  await context.clearCookies();
  await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
  await signInWithPassword(page, admin.email);
  await expect(page).toHaveURL('/overview');
});

test('a made-up session cookie is ignored', { tag: '@desktop' }, async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: 'wos-session', value: 'made-up', url: baseURL ?? '' }]);
  await page.goto('/users');
  await expect(page.getByLabel('Email')).toBeVisible();
});

test('unfinished sign-ins are cleaned up', { tag: '@desktop' }, async ({ page, context }) => {
  for (let sign = 0; sign < 40; sign++) {
    const response = await page.request.get('/sign-in', { maxRedirects: 0 });
    expect(response.status()).toBe(307);
    expect(response.headers()['cache-control']).toContain('no-store');
  }
  const begun = (await context.cookies()).filter(({ name }) => name.startsWith('wos-auth-verifier'));
  expect(begun.length).toBeLessThan(12);
  expect((await page.goto('/'))?.status()).toBe(200);
});
