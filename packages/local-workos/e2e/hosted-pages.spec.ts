import { expectAccessibleInBothThemes } from './accessibility.ts';
import { newAddress } from './local-workos.ts';
import { expect, expectNoSidewaysScroll, test } from './test.ts';

test('the hosted pages are accessible, light and dark', async ({ page, organization }) => {
  const check = async (heading: string) => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expectNoSidewaysScroll(page);
    await expectAccessibleInBothThemes(page);
  };
  await page.goto('/sign-in');
  await check('Sign in');
  await page.getByLabel('Email').fill(organization.admin.email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await check('Enter your password');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await check('Reset your password');
  await page.getByRole('link', { name: 'Back to sign in' }).click();
  await page.getByRole('link', { name: 'Sign up' }).click();
  await check('Sign up');
  await page.getByLabel('Email').fill(newAddress('nia'));
  await page.getByLabel('Password').fill('seven-lemons-sang');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await check('Check your email');
});
