import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expectAccessibleInBothThemes } from './accessibility.ts';
import { expect, expectNoSidewaysScroll, test } from './test.ts';

let app: Server;
let url: string;
const received: string[] = [];
let status = 200;

test.beforeAll(async () => {
  app = createServer(async (request, response) => {
    received.push(await text(request));
    response.writeHead(status).end('The answer of the app');
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/webhooks`;
});

test.afterAll(() => {
  app.close();
});

test('the pages show events, and deliver them to an endpoint', { tag: '@desktop' }, async ({
  page,
  localWorkOS,
}) => {
  await page.goto(`${localWorkOS.origin}/webhooks`);
  await expectAccessibleInBothThemes(page);
  await expectNoSidewaysScroll(page);
  await page.getByLabel('URL').fill(url);
  await page.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(page.getByRole('heading', { level: 1, name: url })).toBeVisible();
  await expect(page.getByText('No deliveries yet.')).toBeVisible();

  status = 503;
  const { name } = await localWorkOS.createOrganization();
  await expect.poll(() => received.some((body) => body.includes(name))).toBe(true);
  await page.reload();
  const delivery = page.locator('details').filter({ hasText: name });
  await delivery.getByText('organization.created').first().click();
  await expect(delivery).toContainText('Pending');
  await expect(delivery).toContainText('Status 503');
  await expect(delivery).toContainText('The answer of the app');
  await expectAccessibleInBothThemes(page);

  status = 200;
  await delivery.getByRole('button', { name: 'Redeliver organization.created' }).click();
  await expect(async () => {
    await page.reload();
    await expect(delivery).toContainText('Delivered', { timeout: 500 });
  }).toPass();

  await page.getByRole('link', { name: 'Events', exact: true }).click();
  const event = page.locator('details').filter({ hasText: name });
  await event.locator('summary').click();
  await expect(event.locator('pre')).toContainText(`"name": "${name}"`);
  // A sign-in names a browser, which is a long text.
  await page.locator('details').filter({ hasText: 'session.created' }).first().locator('summary').click();
  await expectNoSidewaysScroll(page);
  await page.getByLabel('Event').selectOption('organization.created');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(event).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await expectNoSidewaysScroll(page);

  await page.goto(`${localWorkOS.origin}/webhooks`);
  await page.getByRole('link', { name: url }).click();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByText('Pending deliveries wait')).toBeVisible();
  await page.getByRole('button', { name: 'Delete endpoint' }).click();
  await expect(page.getByRole('link', { name: url })).toHaveCount(0);
});
