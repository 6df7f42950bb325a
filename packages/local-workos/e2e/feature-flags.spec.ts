import { randomUUID } from 'node:crypto';
import { expectAccessibleInBothThemes } from './accessibility.ts';
import { expect, expectNoSidewaysScroll, test } from './test.ts';

// The page says what is wrong with a slug.
test.use({ allowedConsoleErrors: /status of 422/ });

test('a developer creates a flag, turns it on, and targets an organization', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const slug = `flag-${randomUUID()}`;
  const flags = async () => {
    const { data } = await localWorkOS.sdk.featureFlags.listOrganizationFeatureFlags({
      organizationId: organization.id,
    });
    return data.map((flag) => flag.slug);
  };
  await page.goto(`${localWorkOS.origin}/flags`);
  await expect(page).toHaveTitle(/^Feature flags/);
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
  await page.getByLabel('Name').fill('Early Access');
  await page.getByLabel('Slug').fill('Early Access');
  await page.getByRole('button', { name: 'Create feature flag' }).click();
  await expect(page.getByRole('alert')).toContainText('Use lowercase letters');
  await page.getByLabel('Slug').fill(slug);
  await page.getByRole('button', { name: 'Create feature flag' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Early Access');
  await page.getByLabel('User or organization').fill(organization.name);
  await page.getByRole('button', { name: 'Add target' }).click();
  await expect(page.getByText(organization.id)).toBeVisible();
  expect(await flags()).not.toContain(slug);
  await page.getByRole('button', { name: 'Turn on Early Access' }).click();
  await expect(page.getByText('The flag is on.')).toBeVisible();
  expect(await flags()).toContain(slug);
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);

  await page.getByRole('button', { name: `Remove ${organization.name}` }).click();
  await expect(page.getByText('No targets yet.')).toBeVisible();
  expect(await flags()).not.toContain(slug);
  await page.getByRole('button', { name: 'For everyone' }).click();
  await expect(page.getByText('everyone has it')).toBeVisible();
  expect(await flags()).toContain(slug);
  await page.getByRole('button', { name: 'Delete feature flag' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Feature flags');
  await expect(page.getByText(slug)).toHaveCount(0);
});
