import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { rolldown } from 'rolldown';
import { type LocalWorkOS, PASSWORD, type Person } from './local-workos.ts';
import { API_KEY } from './servers.ts';
import { expect, test } from './test.ts';

/** Apps on `@workos-inc/authkit-react`, whose pages call Local WorkOS themselves. */
let server: Server;
let port = 0;

test.beforeAll(async () => {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('browser-app.ts', import.meta.url)),
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  });
  const { output } = await bundle.generate({ format: 'iife' });
  const page = `<!doctype html><title>App</title><main></main><script>${output[0].code.replaceAll('</script', '<\\/script')}</script>`;
  server = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(page));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

for (const mode of ['development', 'production'] as const) {
  for (const host of ['localhost', '127.0.0.1']) {
    test(`signs in, renews, comes back, switches, and signs out at ${host} in ${mode} mode`, {
      tag: '@desktop',
    }, async ({ page, organization, localWorkOS }) => {
      const other = await localWorkOS.createOrganization();
      await localWorkOS.sdk.userManagement.createOrganizationMembership({
        userId: organization.admin.id,
        organizationId: other.id,
        roleSlug: 'member',
      });
      const origin = `http://${host}:${port}`;
      await register(localWorkOS, origin);
      await page.goto(`${origin}/?port=${new URL(localWorkOS.origin).port}&mode=${mode}`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await signInOnHostedPage(page, organization.admin, organization.name);
      await expect(page.getByRole('heading')).toHaveText(organization.admin.email);
      await expect(page.getByRole('paragraph')).toHaveText(organization.id);

      await page.getByRole('button', { name: 'Renew' }).click();
      await expect(page.getByRole('status')).toHaveText(/^eyJ/);

      await page.goto(origin);
      await expect(page.getByRole('paragraph')).toHaveText(organization.id);
      const stored = await page.evaluate(() => JSON.stringify(localStorage));
      expect(stored.includes('refresh-token')).toBe(mode === 'development');

      page.once('dialog', (dialog) => dialog.accept(other.id));
      await page.getByRole('button', { name: 'Switch' }).click();
      await expect(page.getByRole('paragraph')).toHaveText(other.id);

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(`${origin}/`);
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await page.reload();
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    });
  }
}

async function register(localWorkOS: LocalWorkOS, origin: string): Promise<void> {
  for (const [path, body] of [
    ['cors_origins', { origin }],
    ['redirect_uris', { uri: origin }],
  ] as const) {
    const response = await fetch(`${localWorkOS.origin}/user_management/${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([201, 409, 422]).toContain(response.status);
  }
}

async function signInOnHostedPage(page: Page, person: Person, organization: string): Promise<void> {
  await page.getByLabel('Email').fill(person.email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: organization }).click();
}
