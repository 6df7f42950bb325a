import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes } from './accessibility.ts';
import { ACME, MARCELINA } from './local-workos.ts';
import { comeBack, expect, expectNoSidewaysScroll, test } from './test.ts';

const PATH = '/audit-log-streaming';

/** The settings of each destination by label. The key is the name that the widget shows. */
const DESTINATIONS: Record<string, Record<string, string>> = {
  Datadog: { 'API key': '0123456789abcdef0123456789abcdef' },
  Splunk: {
    'HTTP Event Collector URL': 'https://hec.example.com/collector',
    'HTTP Event Collector token': 'b6c4d1f0-2f0a-4a57-9d0e-2c5d3c1e7a11',
  },
  'AWS S3': {
    'Bucket name': 'acme-logs',
    Region: 'eu-central-1',
    'Role ARN': 'arn:aws:iam::123456789012:role/logs',
  },
  'Google Cloud Storage': { 'Bucket name': 'acme-logs', 'Access ID': 'GOOG1EABC', Secret: 'hmac-secret' },
  'Generic HTTPS': {
    'Endpoint URL': 'https://logs.example.com/in',
    'Signing secret': 'sixteen characters and more',
  },
  'Azure Sentinel': {
    'Logs ingestion endpoint': 'https://acme.ingest.monitor.azure.com',
    'Data collection rule ID': 'dcr-0123456789abcdef0123456789abcdef',
    'Stream name': 'Custom-AuditLogs',
    'Directory (tenant) ID': '0f8fad5b-d9cb-469f-a165-70867728950e',
    'Application (client) ID': '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    'Client secret': 'azure-secret',
  },
  Snowflake: {
    'Account identifier': 'acme-eu1',
    Username: 'WORKOS',
    Warehouse: 'LOGS',
    Database: 'AUDIT',
    Schema: 'PUBLIC',
    'Programmatic access token': 'snowflake-token',
  },
};

test('shows the active stream of the seed', async ({ page, localWorkOS }) => {
  await localWorkOS.signIn(page, MARCELINA, ACME, PATH);
  await expect(stream(page)).toContainText('Google Cloud Storage');
  await expect(stream(page)).toContainText(/Last sync \d+ minutes ago/);
  await expect(stream(page)).toContainText('Streaming');
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
});

test('sets up a stream in the Admin Portal, and shows each state in the widget', {
  tag: '@desktop',
}, async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const widget = stream(page);
  await expect(widget).toContainText("You haven't set up Log Streams yet.");
  await expectAccessible(page);

  const portal = await openPortal(page, 'Set up Log Streams');
  await expect(portal.getByText(`Admin Portal for ${organization.name}`)).toBeVisible();
  await portal.getByLabel('Destination').selectOption('Splunk');
  await portal.getByRole('button', { name: 'Continue' }).click();
  await page.reload();
  await expect(widget).toContainText('Splunk');
  await expect(widget).toContainText('Setup in progress');
  await expect(page.getByRole('button', { name: 'Continue setup' })).toBeVisible();

  await enter(portal, DESTINATIONS.Splunk);
  await portal.getByRole('button', { name: 'Save' }).click();
  await expect(portal.getByRole('status')).toContainText('Saved');
  await sendTestEvent(portal, 'accepts the event');
  await expect(portal.getByRole('status')).toHaveText('The test event was delivered.');
  await comeBack(page);
  await expect(widget).toContainText('Streaming');
  await expect(widget).toContainText('Last sync now');

  for (const [outcome, message] of [
    ['rejects the credentials', 'Splunk rejected the credentials (403 Forbidden).'],
    ['does not respond', 'Splunk did not respond within 5 seconds.'],
  ] as const) {
    await sendTestEvent(portal, outcome);
    await expect(portal.getByRole('alert')).toHaveText(message);
    // Reload instead of coming back, because the widget shows the same text before it refetches.
    await page.reload();
    await expect(widget).toContainText('Not streaming');
    await expect(widget).toContainText('review and update your log stream configuration');
  }
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);
  await expectAccessible(portal);

  const again = await openPortal(page, 'Manage');
  await again.getByText('Delete the stream').click();
  await again.getByRole('button', { name: 'Delete' }).click();
  await expect(again.getByRole('status')).toHaveText('The stream was deleted.');
  await comeBack(page);
  await expect(widget).toContainText("You haven't set up Log Streams yet.");
});

test('sets up every destination with its settings', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  test.slow();
  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const portal = await openPortal(page, 'Set up Log Streams');
  for (const [destination, settings] of Object.entries(DESTINATIONS)) {
    await portal.getByLabel('Destination').selectOption(destination);
    await portal.getByRole('button', { name: 'Continue' }).click();
    await enter(portal, settings);
    await portal.getByRole('button', { name: 'Save' }).click();
    await sendTestEvent(portal, 'accepts the event');
    await expect(portal.getByRole('status')).toHaveText('The test event was delivered.');
    await comeBack(page);
    await expect(stream(page)).toContainText(destination);
    await expect(stream(page)).toContainText('Streaming');
    await portal.getByText('Delete the stream').click();
    await portal.getByRole('button', { name: 'Delete' }).click();
  }
});

test('delivers a test event to an endpoint on this machine', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const received: { signature: string | undefined; body: string }[] = [];
  const endpoint = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    received.push({ signature: request.headers['workos-signature']?.toString(), body });
    response.end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const { port } = endpoint.address() as AddressInfo;

  await localWorkOS.signIn(page, organization.admin, organization, PATH);
  const portal = await openPortal(page, 'Set up Log Streams');
  await portal.getByLabel('Destination').selectOption('Generic HTTPS');
  await portal.getByRole('button', { name: 'Continue' }).click();
  const secret = 'sixteen characters and more';
  await enter(portal, { 'Endpoint URL': `http://127.0.0.1:${port}/logs`, 'Signing secret': secret });
  await portal.getByRole('button', { name: 'Save' }).click();
  await portal.getByRole('button', { name: 'Send test event' }).click();
  await expect(portal.getByRole('status')).toHaveText('The test event was delivered.');
  const [event] = received;
  const check = { payload: event?.body ?? '', sigHeader: event?.signature ?? '', secret };
  expect(await localWorkOS.sdk.webhooks.verifyHeader(check)).toBe(true);
  await comeBack(page);
  await expect(stream(page)).toContainText('Streaming');

  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
  await portal.getByRole('button', { name: 'Send test event' }).click();
  await expect(portal.getByRole('alert')).toContainText('ECONNREFUSED');
  await comeBack(page);
  await expect(stream(page)).toContainText('Not streaming');
});

test.describe('mistakes in the Admin Portal are shown next to the field', () => {
  // Chromium logs each page with the status 422.
  test.use({ allowedConsoleErrors: /status of 422/ });

  test('missing and invalid settings', { tag: '@desktop' }, async ({ page, organization, localWorkOS }) => {
    await localWorkOS.signIn(page, organization.admin, organization, PATH);
    const portal = await openPortal(page, 'Set up Log Streams');
    await portal.getByLabel('Destination').selectOption('Generic HTTPS');
    await portal.getByRole('button', { name: 'Continue' }).click();
    await portal.getByLabel('Endpoint URL').fill('http://logs.example.com');
    await portal.getByRole('button', { name: 'Save' }).click();
    await expectProblem(portal, 'Endpoint URL', /https:\/\//);
    await expectProblem(portal, 'Signing secret', /Enter the signing secret/);
    await expect(portal.getByLabel('Endpoint URL')).toHaveValue('http://logs.example.com');
    await expect(portal.getByRole('button', { name: 'Send test event' })).toHaveCount(0);
    await expectNoSidewaysScroll(portal);
    await expectAccessibleInBothThemes(portal);
    await comeBack(page);
    await expect(stream(page)).toContainText('Setup in progress');
  });
});

function stream(page: Page) {
  return page.locator(
    '[data-woswidgets-widget-id="admin-portal-audit-log-streaming"][data-woswidgets-widget-state="resolved"]',
  );
}

/** Clicks the widget's button and returns the tab that it opens. */
async function openPortal(page: Page, button: string): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await page.getByRole('button', { name: button }).click();
  const portal = await opened;
  await portal.waitForLoadState();
  return portal;
}

async function enter(portal: Page, settings: Record<string, string> = {}): Promise<void> {
  for (const [label, value] of Object.entries(settings)) await portal.getByLabel(label).fill(value);
}

async function sendTestEvent(portal: Page, outcome: string): Promise<void> {
  await portal.getByRole('combobox').last().selectOption(outcome);
  await portal.getByRole('button', { name: 'Send test event' }).click();
}

/** Asserts that the message is shown, and associated with the field for screen readers. */
async function expectProblem(page: Page, label: string, message: RegExp): Promise<void> {
  await expect(page.getByLabel(label)).toHaveAccessibleDescription(message);
  await expect(page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
}
