import { expectAccessibleInBothThemes } from '../accessibility.ts';
import { newAddress } from '../local-workos.ts';
import { OWN_SERVERS } from '../servers.ts';
import { expect, expectNoSidewaysScroll, test } from '../test.ts';

// The settings apply to the whole environment, so these tests use their own. An invalid form has the status 422.
test.use({ ownServers: OWN_SERVERS.plain, allowedConsoleErrors: /status of 422/ });
test.afterEach(({ localWorkOS }) => localWorkOS.saveSettings());

test('signs in with Google from the sign-in page, and picks the account the next time', async ({
  page,
  otherPage,
  localWorkOS,
}) => {
  await page.goto(`${localWorkOS.origin}/settings`);
  await page.getByRole('group', { name: 'Buttons on the sign-in page' }).getByLabel('Google').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('saved');

  await page.goto('/sign-in');
  await expect(page.getByRole('link', { name: /^Continue with/ })).toHaveText(['Continue with Google']);
  await expectAccessibleInBothThemes(page);
  await page.getByRole('link', { name: 'Continue with Google' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in with Google');
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
  await page.getByLabel('Email').fill('nobody');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('Enter a valid email address.');

  const email = newAddress('grace');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('First name').fill('Grace');
  await page.getByLabel('Last name').fill('Hopper');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email');
  const mail = await localWorkOS.openMail(otherPage, email);
  const code = await mail.getByText(/^\d{6}$/).textContent();
  await page.getByLabel('Code').fill(code ?? '');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page).toHaveURL('/users');
  await expect(page.getByRole('button', { name: /Grace Hopper/ })).toBeVisible();

  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Continue with Google' }).click();
  await page.getByRole('list', { name: 'Accounts' }).getByRole('button', { name: email }).click();
  await expect(page).toHaveURL('/users');
  await expect(page.getByRole('button', { name: /Grace Hopper/ })).toBeVisible();
});
