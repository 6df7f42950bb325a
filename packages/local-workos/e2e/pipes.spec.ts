import { expectAccessible, expectAccessibleInBothThemes } from './accessibility.ts';
import { ACME, MARCELINA } from './local-workos.ts';
import {
  allow,
  choose,
  consentWindow,
  elsewhere,
  newApiKey,
  ownList,
  revokeAccess,
  row,
  sharedList,
  throughDialog,
} from './pipes.ts';
import { comeBack, expect, expectNoSidewaysScroll, test } from './test.ts';

const PATH = '/connected-accounts';

/** The browser logs each error response. */
const REFUSED = /the server responded with a status of 4\d\d/;

test('lists providers, and how to connect them', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  await expect(page).toHaveTitle(/^Connected accounts/);
  const list = ownList(page);
  for (const name of [
    'GitHub',
    'Google Drive',
    'Linear',
    'Northwind CRM',
    'Snowflake',
    'Stripe',
    'Zendesk',
  ]) {
    await expect(row(list, name).getByRole('button', { name: 'Connect' })).toBeVisible();
  }
  await expect(row(list, 'Northwind CRM')).toContainText('Reads contacts from our own CRM');
  // The organization must set up Slack's OAuth app, and the developer has turned off the other one.
  await expect(row(list, 'Slack')).toHaveCount(0);
  await expect(row(list, 'Dropbox')).toHaveCount(0);
  await expect(page.getByText('Shared connections')).toHaveCount(0);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('shows the state of each account, and shared connections', { tag: '@desktop' }, async ({
  page,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, MARCELINA, ACME, PATH);
  await expect(page.getByText('Accounts Acme Corporation owns and shares with everyone.')).toBeVisible();
  await expect(row(sharedList(page), 'Datadog')).toContainText('Available');
  await expect(row(sharedList(page), 'Notion')).toContainText('Needs admin attention');
  await expect(sharedList(page).getByRole('button')).toHaveCount(0);
  await expect(row(ownList(page), 'GitHub')).toContainText('Connected via OAuth');
  await expect(row(ownList(page), 'Google Drive')).toContainText('Requires reauthorization');
  await expect(row(ownList(page), 'Snowflake')).toContainText('Connected via client credentials');
  await expect(row(ownList(page), 'Stripe')).toContainText('Connected via API key');
  await expectAccessibleInBothThemes(page);
  await expectNoSidewaysScroll(page);
});

test('connects with OAuth in a window of its own', async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const github = row(ownList(page), 'GitHub');
  await github.getByRole('button', { name: 'Connect' }).click();
  const dialog = page.getByRole('dialog', { name: 'Local WorkOS uses WorkOS to connect to GitHub.' });
  await expectAccessible(page);
  const popup = await consentWindow(page, () => dialog.getByRole('button', { name: 'Connect' }).click());
  await expect(popup.getByRole('heading', { level: 1 })).toHaveText(
    'Let Local WorkOS use your GitHub account?',
  );
  await expect(popup.getByRole('checkbox', { name: 'read:user' })).toBeChecked();
  await expectAccessible(popup);
  await expectNoSidewaysScroll(popup);
  await allow(popup);

  await comeBack(page);
  await expect(github).toContainText('Connected via OAuth');
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await expect(github).toContainText('Connected via OAuth');
  // The app can now get the access token.
  const token = await localWorkOS.sdk.pipes.getAccessToken({
    provider: 'github',
    userId: organization.admin.id,
    organizationId: organization.id,
  });
  expect(token.active).toBe(true);
});

test('connects nothing after a denial, and says so in the window @desktop', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const github = row(ownList(page), 'GitHub');
  const popup = await consentWindow(page, throughDialog(github.getByRole('button', { name: 'Connect' })));
  await popup.getByRole('button', { name: 'Deny' }).click();
  await expect(popup.getByRole('heading', { level: 1 })).toHaveText('GitHub is not connected');
  await expect(popup.getByRole('alert')).toContainText('You denied access.');
  await expectAccessible(popup);
  const closed = popup.waitForEvent('close');
  // The window may close before the click returns.
  await popup
    .getByRole('button', { name: 'Close this window' })
    .click()
    .catch(() => {});
  await closed;
  await comeBack(page);
  await expect(github.getByRole('button', { name: 'Connect' })).toBeVisible();
});

test('allows another attempt after the window is closed @desktop', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const github = row(ownList(page), 'GitHub');
  const start = async () => {
    return consentWindow(page, throughDialog(github.getByRole('button', { name: 'Connect' })));
  };
  await (await start()).close();
  await comeBack(page);
  await expect(github.getByRole('button', { name: 'Connect' })).toBeVisible();
  await allow(await start());
  await comeBack(page);
  await expect(github).toContainText('Connected via OAuth');
});

test('rejects a link that is opened in another browser @desktop', async ({
  page,
  otherPage,
  organization,
  localWorkOS,
}) => {
  const link = (await elsewhere(
    localWorkOS,
    { organization, person: organization.admin },
    'POST',
    'github/authorize',
    { requireHandoff: true },
  )) as { url: string };
  await otherPage.goto(link.url);
  await expect(otherPage.getByRole('heading', { level: 1 })).toHaveText('Connecting to GitHub');
  await expect(otherPage.getByRole('alert')).toHaveText(/The app is not responding/);
  await expectAccessible(otherPage);
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  await expect(row(ownList(page), 'GitHub').getByRole('button', { name: 'Connect' })).toBeVisible();
});

test.describe('refused', () => {
  test.use({ allowedConsoleErrors: REFUSED });

  test('does not connect a provider that an admin has turned off @desktop', async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const grace = await localWorkOS.createMember(organization, 'Grace');
    await localWorkOS.signIn(page, grace, organization, PATH);
    const github = row(ownList(page), 'GitHub');
    await github.getByRole('button', { name: 'Connect' }).click();
    const admin = { organization, person: organization.admin, admin: true };
    await elsewhere(localWorkOS, admin, 'PUT', 'github/configuration', { enabled: false });
    const opened = page.waitForEvent('popup');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    const popup = await opened;
    await expect(dialog.getByRole('alert')).toHaveText('GitHub is turned off for your organization.');
    await expect.poll(() => popup.isClosed()).toBe(true);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await comeBack(page);
    await expect(github).toHaveCount(0);
  });

  test('rejects a wrong API key and keeps the input, then connects, rotates, and updates one @desktop', async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    await localWorkOS.signIn(page, admin, organization, PATH);
    const stripe = row(ownList(page), 'Stripe');
    const dialog = page.getByRole('dialog');
    const field = dialog.getByPlaceholder('Enter your API key');
    await stripe.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog.getByRole('heading')).toHaveText('Connect Stripe with API key');
    await expect(dialog.getByRole('button', { name: 'Connect' })).toBeDisabled();
    await field.fill('pk_not_a_key');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Stripe does not accept this API key.');
    await expect(field).toHaveValue('pk_not_a_key');
    await expectAccessible(page);

    const first = newApiKey('stripe');
    await field.fill(first);
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(stripe).toContainText('Connected via API key');

    await choose(stripe, 'Rotate API key');
    await expect(dialog.getByRole('heading')).toHaveText('Rotate API key for Stripe');
    await expect(dialog).toContainText(`••••${first.slice(-4)}`);
    const second = newApiKey('stripe');
    await field.fill(second);
    await dialog.getByRole('button', { name: 'Rotate' }).click();
    await expect(dialog).toHaveCount(0);

    await revokeAccess(page, localWorkOS, 'Stripe', admin.name, organization);
    await comeBack(page);
    await expect(stripe).toContainText('Update your API key');
    await stripe.getByRole('button', { name: 'Update key' }).click();
    await field.fill(second);
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Stripe does not accept this API key.');
    await field.fill(newApiKey('stripe'));
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(stripe).toContainText('Connected via API key');
  });

  test('checks client credentials and keeps rejected input, then connects and updates them', {
    tag: '@desktop',
  }, async ({ page, organization, localWorkOS }) => {
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const snowflake = row(ownList(page), 'Snowflake');
    await snowflake.getByRole('button', { name: 'Connect' }).click();
    const dialog = page.getByRole('dialog');
    const submit = dialog.getByRole('button', { name: 'Connect' });
    const account = dialog.getByLabel('Account identifier');
    await expect(submit).toBeDisabled();
    await expect(dialog.getByText('Defaults to PUBLIC when left blank.')).toBeVisible();
    await dialog.getByLabel('Client ID').fill('snowflake-warehouse');
    await dialog.getByLabel('Client secret').fill('wrong');
    await account.fill('no hyphen');
    await submit.click();
    await expect(dialog.getByText('Enter a valid value.')).toBeVisible();
    await expect(account).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page);
    await account.fill('Acme-Analytics');
    await submit.click();
    await expect(dialog.getByRole('alert')).toContainText(
      'Snowflake does not accept these client credentials.',
    );
    await expect(dialog.getByLabel('Client ID')).toHaveValue('snowflake-warehouse');
    await expect(account).toHaveValue('Acme-Analytics');
    await dialog.getByLabel('Client secret').fill('secret-for-snowflake-warehouse');
    await dialog.getByLabel('Key passphrase').fill('between us');
    await submit.click();
    await expect(dialog).toHaveCount(0);
    await expect(snowflake).toContainText('Connected via client credentials');

    await choose(snowflake, 'Update client credentials');
    await expect(dialog.getByRole('heading')).toHaveText('Update client credentials for Snowflake');
    await expect(dialog.getByLabel('Client ID')).toHaveValue('snowflake-warehouse');
    await expect(dialog.getByLabel('Client secret')).toHaveValue(/^•+ouse$/);
    await expect(account).toHaveValue('Acme-Analytics');
    await expect(dialog.getByLabel('Key passphrase')).toHaveValue('');
    await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
    await dialog.getByLabel('Client ID').fill('snowflake-lake');
    await dialog.getByLabel('Client secret').fill('secret-for-snowflake-lake');
    await account.fill('acme-lake');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
    await choose(snowflake, 'Update client credentials');
    await expect(account).toHaveValue('acme-lake');
    await expect(dialog.getByLabel('Client ID')).toHaveValue('snowflake-lake');
  });

  test('connects with a method from the menu, and then rejects the other @desktop', async ({
    page,
    context,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const linear = row(ownList(page), 'Linear');
    const other = await context.newPage();
    await other.goto(PATH);
    await row(ownList(other), 'Linear').getByRole('button', { name: 'Connect' }).click();
    await other.getByRole('menuitem', { name: 'Enter API key' }).click();

    await linear.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('menuitem', { name: 'Sign in with OAuth' }).click();
    await allow(
      await consentWindow(page, () =>
        page.getByRole('dialog').getByRole('button', { name: 'Connect' }).click(),
      ),
    );
    await comeBack(page);
    await expect(linear).toContainText('Connected via OAuth');

    const dialog = other.getByRole('dialog');
    await dialog.getByPlaceholder('Enter your API key').fill(newApiKey('linear'));
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog.getByRole('alert')).toHaveText(
      'Linear is already connected with OAuth. Disconnect it first.',
    );
  });

  test('disconnects after a confirmation, and reports an account that is already gone @desktop', async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    const connect = () =>
      elsewhere(localWorkOS, { organization, person: admin }, 'PUT', 'stripe/api-key', {
        secret: newApiKey('stripe'),
      }) as Promise<{ id: string }>;
    await connect();
    await localWorkOS.signIn(page, admin, organization, PATH);
    const stripe = row(ownList(page), 'Stripe');
    const dialog = page.getByRole('alertdialog', { name: 'Disconnect account' });
    await choose(stripe, 'Disconnect account');
    await expect(dialog).toContainText('disconnect your Stripe account?');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(stripe).toContainText('Connected via API key');
    await choose(stripe, 'Disconnect account');
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await expect(stripe.getByRole('button', { name: 'Connect' })).toBeVisible();
    await expect(dialog).toHaveCount(0);
    const ids = { userId: admin.id, organizationId: organization.id, provider: 'stripe' };
    expect(await localWorkOS.sdk.pipes.getAccessToken(ids)).toEqual({
      active: false,
      error: 'not_installed',
    });

    const { id } = await connect();
    await page.reload();
    await choose(stripe, 'Disconnect account');
    await elsewhere(localWorkOS, { organization, person: admin }, 'DELETE', `installations/${id}`);
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await expect(dialog.getByRole('alert')).toContainText(
      'An error occurred while disconnecting your account.',
    );
  });
});

test('asks for the fields of a provider before OAuth', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const zendesk = row(ownList(page), 'Zendesk');
  await zendesk.getByRole('button', { name: 'Connect' }).click();
  const dialog = page.getByRole('dialog');
  const subdomain = dialog.getByLabel('Subdomain');
  await expect(dialog.getByRole('button', { name: 'Next' })).toBeDisabled();
  await subdomain.fill('https://acme.zendesk.com');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByText('Enter a valid value.')).toBeVisible();
  await expectAccessible(page);
  await subdomain.fill('acme');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('button', { name: 'Back' }).click();
  await expect(subdomain).toHaveValue('acme');
  await dialog.getByRole('button', { name: 'Next' }).click();
  const popup = await consentWindow(page, () => dialog.getByRole('button', { name: 'Connect' }).click());
  await expect(popup.getByRole('definition')).toHaveText('acme');
  await allow(popup);
  await comeBack(page);
  await expect(zendesk).toContainText('Connected via OAuth');
});

test('reauthorizes an account that was revoked at the provider @desktop', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin, organization, PATH);
  const github = row(ownList(page), 'GitHub');
  await allow(await consentWindow(page, throughDialog(github.getByRole('button', { name: 'Connect' }))));
  await revokeAccess(page, localWorkOS, 'GitHub', admin.name, organization);
  await comeBack(page);
  await expect(github).toContainText('Requires reauthorization');
  const ids = { provider: 'github', userId: admin.id, organizationId: organization.id };
  expect(await localWorkOS.sdk.pipes.getAccessToken(ids)).toEqual({
    active: false,
    error: 'needs_reauthorization',
  });
  await allow(await consentWindow(page, () => github.getByRole('button', { name: 'Reauthorize' }).click()));
  await comeBack(page);
  await expect(github).toContainText('Connected via OAuth');
  expect((await localWorkOS.sdk.pipes.getAccessToken(ids)).active).toBe(true);
});

test('shows shared connections, which members cannot change', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  const admin = { organization, person: organization.admin, admin: true };
  await elsewhere(localWorkOS, admin, 'PUT', 'datadog/organization/api-key', {
    secret: newApiKey('datadog'),
  });
  await localWorkOS.signIn(page, grace, organization, PATH);
  const datadog = row(sharedList(page), 'Datadog');
  await expect(datadog).toContainText('Available');
  await expect(datadog).toContainText('Dashboards of the whole team.');
  await expect(datadog.getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
  await revokeAccess(page, localWorkOS, 'Datadog', 'Everyone', organization);
  await comeBack(page);
  await expect(datadog).toContainText('Needs admin attention');
});

test('connects nothing when everything is turned off', { tag: '@desktop' }, async ({ page, localWorkOS }) => {
  const { data } = await localWorkOS.sdk.organizations.listOrganizations({ limit: 100, order: 'asc' });
  const initech = data.find(({ name }) => name === 'Initech');
  expect(initech).toBeDefined();
  await localWorkOS.signIn(page, MARCELINA, initech, PATH);
  await expect(page.getByText('No integrations are available yet.')).toBeVisible();
  await expectAccessible(page);
});
