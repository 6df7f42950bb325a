import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import type { LocalWorkOS, Person } from './local-workos.ts';
import { expect, expectNoSidewaysScroll, memberRow, problemScreen, test } from './test.ts';

test('an impersonator acts as a person, sees the banner, and stops', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await impersonate(page, localWorkOS, admin);
  await expect(page).toHaveURL('/users');
  await expect(memberRow(page, admin)).toBeVisible();
  await expect(banner(page)).toContainText(`You are impersonating ${admin.email}`);
  await expect(banner(page)).toContainText(`within the ${organization.name} organization`);

  await page.reload();
  await expect(banner(page)).toBeVisible();
  await banner(page).getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await page.goto('/users');
  await expect(page.getByLabel('Email')).toBeVisible();
});

for (const [path, title] of [
  ['/security', 'Security'],
  ['/personal-api-keys', 'Personal API keys'],
  ['/connected-accounts', 'Connected accounts'],
] as const) {
  test(`an impersonator cannot use the person's own ${path}`, { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    await impersonate(page, localWorkOS, organization.admin);
    await expect(memberRow(page, organization.admin)).toBeVisible();
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(problemScreen(page)).toContainText('Not available while impersonating');
    await expect(banner(page)).toBeVisible();
  });
}

test('an impersonator gets no token for a personal widget', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await impersonate(page, localWorkOS, organization.admin);
  const mint = (widget: string) => page.request.post('/api/widgets/token', { data: { widget } });
  expect((await mint('users-table')).status()).toBe(201);
  const refused = await mint('user-security');
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: 'impersonating' } });
});

test('an impersonator cannot join or create an organization for the person', {
  tag: '@desktop',
}, async ({ page, localWorkOS }) => {
  const person = await localWorkOS.createPerson('Nora');
  await impersonate(page, localWorkOS, person);
  await expect(page.getByText(/Only they can choose one/)).toBeVisible();
  await expect(page.getByLabel('Organization name')).toHaveCount(0);

  await page.goto('/new-organization');
  await expect(page.getByText('Not available while impersonating')).toBeVisible();
  await expect(page.getByLabel('Organization name')).toHaveCount(0);
  const { data } = await localWorkOS.sdk.userManagement.listOrganizationMemberships({ userId: person.id });
  expect(data).toEqual([]);
});

test.describe('without a reason', () => {
  test.use({ allowedConsoleErrors: /status of 422/ });

  test('impersonation is refused', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    await page.goto(`${localWorkOS.origin}/people/${organization.admin.id}/impersonate`);
    await page.getByRole('button', { name: 'Impersonate' }).click();
    await expect(page.getByRole('alert')).toContainText('Enter a reason');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});

/** Starts impersonation on Local WorkOS's People page, as support staff would. */
async function impersonate(page: Page, { origin }: LocalWorkOS, person: Person): Promise<void> {
  await page.goto(`${origin}/people?search=${encodeURIComponent(person.email)}`);
  await page.getByRole('link', { name: `Impersonate ${person.name}` }).click();
  await page.getByLabel('Reason').fill('Ticket 4711');
  await page.getByRole('button', { name: 'Impersonate' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

function banner(page: Page) {
  return page.getByRole('complementary', { name: 'Impersonation' });
}
