import { expectAccessible, expectAccessibleInBothThemes } from './accessibility.ts';
import { ACME, MARCELINA } from './local-workos.ts';
import {
  allow,
  choose,
  configure,
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

const PATH = '/integrations';
const MEMBERS_PATH = '/connected-accounts';

/** The browser logs each error response. */
const REFUSED = /the server responded with a status of 4\d\d/;

test('lists providers and shared connections, with the state of each', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  await expect(page).toHaveTitle(/^Integrations/);
  await expect(page.getByText(`Accounts ${organization.name} owns and shares with everyone.`)).toBeVisible();
  const shared = sharedList(page);
  for (const name of ['Datadog', 'GitHub', 'Notion', 'Snowflake']) {
    await expect(row(shared, name).getByRole('button', { name: 'Connect' })).toBeVisible();
  }
  await expect(row(shared, 'HubSpot')).toContainText("Enter your organization's OAuth client");
  await expect(row(shared, 'Sentry')).toContainText('Disabled by developer');
  await expect(row(shared, 'Sentry').getByRole('button')).toHaveCount(0);
  const own = ownList(page);
  await expect(row(own, 'Slack')).toContainText('Not configured');
  await expect(row(own, 'GitHub')).not.toContainText('Not configured');
  await expect(own.getByRole('button', { name: 'Configure' })).toHaveCount(9);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("shows Acme's providers in both themes", async ({ page, localWorkOS }) => {
  await localWorkOS.signIn(page, MARCELINA, ACME, PATH);
  await expect(row(sharedList(page), 'Datadog')).toContainText('Connected via API key');
  await expect(row(sharedList(page), 'Notion')).toContainText('Needs attention');
  await expect(row(ownList(page), 'Zendesk')).toContainText('Disabled for your organization');
  await expect(row(ownList(page), 'Slack')).not.toContainText('Not configured');
  await expectAccessibleInBothThemes(page);
  await expectNoSidewaysScroll(page);
});

test('turns a provider off and on for members @desktop', async ({
  page,
  otherPage,
  organization,
  localWorkOS,
}) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  await localWorkOS.signIn(otherPage, grace, organization, MEMBERS_PATH);
  await expect(row(ownList(otherPage), 'Stripe')).toBeVisible();

  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const stripe = row(ownList(page), 'Stripe');
  const dialog = await configure(stripe);
  await expect(dialog.getByRole('heading')).toHaveText('Configure Stripe for your organization');
  const enable = dialog.getByRole('switch', { name: 'Enable' });
  await expect(enable).toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await expectAccessible(page);
  await enable.click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(stripe).toContainText('Disabled for your organization');
  await comeBack(otherPage);
  await expect(row(ownList(otherPage), 'GitHub')).toBeVisible();
  await expect(row(ownList(otherPage), 'Stripe')).toHaveCount(0);

  await configure(stripe);
  await enable.click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(stripe).not.toContainText('Disabled');
  await comeBack(otherPage);
  await expect(row(ownList(otherPage), 'Stripe')).toBeVisible();
});

test("keeps a member's account until they disconnect it @desktop", async ({
  page,
  organization,
  localWorkOS,
}) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  const secret = newApiKey('stripe');
  await elsewhere(localWorkOS, { organization, person: grace }, 'PUT', 'stripe/api-key', { secret });
  const admin = { organization, person: organization.admin, admin: true };
  await elsewhere(localWorkOS, admin, 'PUT', 'stripe/configuration', { enabled: false });
  await localWorkOS.signIn(page, grace, organization, MEMBERS_PATH);
  const stripe = row(ownList(page), 'Stripe');
  await choose(stripe, 'Disconnect account');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(stripe).toHaveCount(0);
});

test('uses an OAuth app of the organization for its members @desktop', async ({
  page,
  otherPage,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const slack = row(ownList(page), 'Slack');
  const dialog = await configure(slack);
  const [id, secret] = [
    dialog.getByPlaceholder('Enter your Slack Client ID'),
    dialog.getByPlaceholder('Enter your Slack Client Secret'),
  ];
  const next = dialog.getByRole('button', { name: 'Next' });
  await expect(dialog.getByText(/\/data-integrations\/slack\/dik_\w+\/callback$/)).toBeVisible();
  await expect(next).toBeDisabled();
  await id.fill('slack-ours');
  await secret.fill('secret-for-slack-ours');
  await expectAccessible(page);
  await next.click();

  // The second step: the scopes that members are asked for.
  await expect(dialog.getByText('Allowed scopes')).toBeVisible();
  const search = dialog.getByPlaceholder('Search scopes');
  await search.fill('nothing like it');
  await expect(dialog.getByText('No scopes found')).toBeVisible();
  await search.fill('files');
  await expect(dialog.getByRole('checkbox')).toHaveCount(2);
  await dialog.getByText('files:read').click();
  await search.fill('');
  await expect(dialog.getByRole('checkbox', { name: 'files:read' })).toBeChecked();
  await dialog.getByText('channels:read').click();
  await expect(dialog.getByRole('status')).toContainText(
    'You removed developer-configured scopes: channels:read.',
  );
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Back' }).click();
  await expect(id).toHaveValue('slack-ours');
  await next.click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(slack).not.toContainText('Not configured');

  const grace = await localWorkOS.createMember(organization, 'Grace');
  await localWorkOS.signIn(otherPage, grace, organization, MEMBERS_PATH);
  const theirs = row(ownList(otherPage), 'Slack');
  const popup = await consentWindow(
    otherPage,
    throughDialog(theirs.getByRole('button', { name: 'Connect' })),
  );
  await expect(popup.getByText('slack-ours')).toBeVisible();
  await expect(popup.getByRole('checkbox')).toHaveCount(2);
  await expect(popup.getByRole('checkbox', { name: 'files:read' })).toBeVisible();
  await allow(popup);
  await comeBack(otherPage);
  await expect(theirs).toContainText('Connected via OAuth');

  // The new scopes exceed the granted ones, so the member must consent again.
  await configure(slack);
  await expect(id).toHaveValue('slack-ours');
  await expect(secret).toHaveValue(/^•+ours$/);
  await id.fill('slack-new');
  await next.click();
  await expect(dialog.getByText('Enter a new Client Secret to change the Client ID.')).toBeVisible();
  await id.fill('slack-ours');
  await next.click();
  await dialog.getByText('users:read', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await comeBack(otherPage);
  await expect(theirs).toContainText('Requires reauthorization');
});

test('narrows the scopes of a provider that the developer has set up @desktop', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const drive = row(ownList(page), 'Google Drive');
  const dialog = await configure(drive);
  await expect(dialog.getByRole('checkbox')).toHaveCount(12);
  await dialog.getByText('drive.activity.readonly').click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await page.goto(MEMBERS_PATH);
  const popup = await consentWindow(
    page,
    throughDialog(row(ownList(page), 'Google Drive').getByRole('button', { name: 'Connect' })),
  );
  await expect(popup.getByRole('checkbox')).toHaveCount(11);
  await expectNoSidewaysScroll(popup);
  await expectAccessible(popup);
});

test.describe('refused', () => {
  test.use({ allowedConsoleErrors: REFUSED });

  test('checks fields, and keeps invalid input in the dialog', async ({
    page,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const salesforce = row(ownList(page), 'Salesforce');
    const dialog = await configure(salesforce);
    const id = dialog.getByPlaceholder('Enter your Salesforce Client ID');
    const secret = dialog.getByPlaceholder('Enter your Salesforce Client Secret');
    const host = dialog.getByLabel('Salesforce host');
    // The redirect URI is wider than a phone screen.
    const { width } = (await dialog.boundingBox()) ?? { width: 0 };
    expect(width).toBeLessThan(page.viewportSize()?.width ?? 0);
    await id.fill('salesforce-ours');
    await secret.fill('x'.repeat(5000));
    await expect(dialog.getByRole('button', { name: 'Next' })).toBeDisabled();
    await host.fill('https://acme.my.salesforce.com');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await expect(dialog.getByText('Enter a valid value.')).toBeVisible();
    await expectAccessible(page);
    await host.fill('acme.my.salesforce.com');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toContainText("We couldn't save these settings.");
    await dialog.getByRole('button', { name: 'Back' }).click();
    await expect(id).toHaveValue('salesforce-ours');
    await expect(host).toHaveValue('acme.my.salesforce.com');
    await secret.fill('secret-for-salesforce-ours');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(salesforce).not.toContainText('Not configured');

    await page.goto(MEMBERS_PATH);
    const popup = await consentWindow(
      page,
      throughDialog(row(ownList(page), 'Salesforce').getByRole('button', { name: 'Connect' })),
    );
    await expect(popup.getByRole('definition')).toHaveText('acme.my.salesforce.com');
  });

  test('reports a wrong secret of the OAuth app when someone connects @desktop', async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const admin = { organization, person: organization.admin, admin: true };
    const app = { client_id: 'slack-ours', client_secret: 'mistyped' };
    await elsewhere(localWorkOS, admin, 'PUT', 'slack/configuration', app);
    await localWorkOS.signIn(page, organization.admin, organization, MEMBERS_PATH);
    const slack = row(ownList(page), 'Slack');
    const popup = await consentWindow(page, throughDialog(slack.getByRole('button', { name: 'Connect' })));
    await popup.getByRole('button', { name: 'Allow' }).click();
    await expect(popup.getByRole('heading', { level: 1 })).toHaveText('Slack could not be connected');
    await expectAccessible(popup);
    await popup.close();
    await comeBack(page);
    await expect(slack.getByRole('button', { name: 'Connect' })).toBeVisible();
  });

  test('rejects, connects, rotates, and disconnects a shared API key @desktop', async ({
    page,
    otherPage,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const datadog = row(sharedList(page), 'Datadog');
    const dialog = page.getByRole('dialog');
    const field = dialog.getByPlaceholder('Enter your API key');
    await datadog.getByRole('button', { name: 'Connect' }).click();
    await field.fill('wrong');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Datadog does not accept this API key.');
    await expect(field).toHaveValue('wrong');
    const first = newApiKey('datadog');
    await field.fill(first);
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(datadog).toContainText('Connected via API key');

    const grace = await localWorkOS.createMember(organization, 'Grace');
    await localWorkOS.signIn(otherPage, grace, organization, MEMBERS_PATH);
    await expect(row(sharedList(otherPage), 'Datadog')).toContainText('Available');

    await choose(datadog, 'Rotate API key');
    await expect(dialog).toContainText(`••••${first.slice(-4)}`);
    await field.fill(newApiKey('datadog'));
    await dialog.getByRole('button', { name: 'Rotate' }).click();
    await expect(dialog).toHaveCount(0);

    await choose(datadog, 'Disconnect');
    const question = page.getByRole('alertdialog', { name: 'Disconnect shared connection' });
    await expect(question).toContainText('Members will lose access to it.');
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Disconnect' }).click();
    await expect(datadog.getByRole('button', { name: 'Connect' })).toBeVisible();
    await comeBack(otherPage);
    await expect(row(ownList(otherPage), 'GitHub')).toBeVisible();
    await expect(otherPage.getByText('Shared connections')).toHaveCount(0);
  });

  test('repairs a shared connection whose API key was revoked @desktop', async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const admin = { organization, person: organization.admin, admin: true };
    const revoked = newApiKey('datadog');
    await elsewhere(localWorkOS, admin, 'PUT', 'datadog/organization/api-key', { secret: revoked });
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const datadog = row(sharedList(page), 'Datadog');
    await expect(datadog).toContainText('Connected via API key');
    const dialog = page.getByRole('dialog');
    const field = dialog.getByPlaceholder('Enter your API key');
    await revokeAccess(page, localWorkOS, 'Datadog', 'Everyone', organization);
    await comeBack(page);
    await expect(datadog).toContainText('Needs attention');
    await expectAccessible(page);
    await datadog.getByRole('button', { name: 'Update API key' }).click();
    await field.fill(revoked);
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Datadog does not accept this API key.');
    await field.fill(newApiKey('datadog'));
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(datadog).toContainText('Connected via API key');
  });

  test('shares client credentials @desktop', async ({ page, organization, localWorkOS }) => {
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const snowflake = row(sharedList(page), 'Snowflake');
    await snowflake.getByRole('button', { name: 'Connect' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Client ID').fill('snowflake-team');
    await dialog.getByLabel('Client secret').fill('wrong');
    await dialog.getByLabel('Account identifier').fill('acme-team');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog.getByRole('alert')).toContainText(
      'Snowflake does not accept these client credentials.',
    );
    await dialog.getByLabel('Client secret').fill('secret-for-snowflake-team');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(snowflake).toContainText('Connected via client credentials');
    await choose(snowflake, 'Update client credentials');
    await expect(dialog.getByLabel('Account identifier')).toHaveValue('acme-team');
  });
});

test('sets up, connects, reauthorizes, and turns off a shared OAuth connection @desktop', async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const hubspot = row(sharedList(page), 'HubSpot');
  const dialog = await configure(hubspot);
  await dialog.getByPlaceholder('Enter your HubSpot Client ID').fill('hubspot-ours');
  await dialog.getByPlaceholder('Enter your HubSpot Client Secret').fill('secret-for-hubspot-ours');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);

  await allow(await consentWindow(page, throughDialog(hubspot.getByRole('button', { name: 'Connect' }))));
  await comeBack(page);
  await expect(hubspot).toContainText('Connected via OAuth');

  await revokeAccess(page, localWorkOS, 'HubSpot', 'Everyone', organization);
  await comeBack(page);
  await expect(hubspot).toContainText('Needs attention');
  await allow(await consentWindow(page, throughDialog(hubspot.getByRole('button', { name: 'Reauthorize' }))));
  await comeBack(page);
  await expect(hubspot).toContainText('Connected via OAuth');

  await choose(hubspot, 'Configure');
  await dialog.getByRole('switch', { name: 'Enable' }).click();
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(hubspot).toContainText('Disabled for your organization');
  await page.goto(MEMBERS_PATH);
  await expect(row(sharedList(page), 'HubSpot')).toContainText('Needs admin attention');
});

test('shows in the confirmation for whom an account will be connected @desktop', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { url } = await localWorkOS.sdk.pipes.authorizeDataIntegration({
    slug: 'github',
    userId: organization.admin.id,
    organizationId: organization.id,
    returnTo: `${localWorkOS.origin}/pipes`,
  });
  await page.goto(url);
  await expect(page.getByRole('main')).toContainText(
    `${organization.admin.name} (${organization.admin.email})`,
  );
  await expect(page.getByRole('main')).toContainText(organization.name);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue to GitHub' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page).toHaveURL(`${localWorkOS.origin}/pipes`);
  await expect(page.getByRole('row').filter({ hasText: organization.name })).toContainText('GitHub');
  await expectAccessibleInBothThemes(page);
});
