import type { APIRequestContext } from '@playwright/test';
import { expectAccessible } from '../accessibility.ts';
import { createInWidget, keyRow, namesOnPage, openCreateDialog } from '../api-keys.ts';
import { OWN_SERVERS } from '../servers.ts';
import { expect, test } from '../test.ts';

// With injected faults, and access tokens (which the personal keys widget takes) that live five seconds.
test.use({ ownServers: OWN_SERVERS.shortSessions });

test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

test('a missing or unknown key gets an explanation', async ({ request, organization, localWorkOS }) => {
  const { value } = await localWorkOS.sdk.apiKeys.createOrganizationApiKey({
    organizationId: organization.id,
    name: 'Key',
  });
  for (const authorization of [undefined, '', 'Bearer', 'Bearer ', `Basic ${value}`, `Bearer ${value}x`]) {
    const answer = await call(request, authorization);
    expect(answer.status(), authorization).toBe(401);
    expect(answer.headers()).toMatchObject({ 'www-authenticate': 'Bearer', 'cache-control': 'no-store' });
    expect(answer.headers()['set-cookie']).toBeUndefined();
    expect((await answer.json()).error.code).toBe('invalid-api-key');
  }
  expect((await call(request, `Bearer ${value}`)).status()).toBe(200);
  expect((await call(request, `bearer ${value}`)).status()).toBe(200);
});

for (const status of [500, 401]) {
  test(`while WorkOS answers ${status}, no key is called invalid`, async ({
    request,
    organization,
    localWorkOS,
  }) => {
    const { value } = await localWorkOS.sdk.apiKeys.createOrganizationApiKey({
      organizationId: organization.id,
      name: 'Key',
    });
    await localWorkOS.addFault({ method: 'POST', path: '/api_keys/validations', status });
    const answer = await call(request, `Bearer ${value}`);
    expect(answer.status()).toBe(502);
    expect(answer.headers()['cache-control']).toBe('no-store');
    expect((await answer.json()).error.code).toBe('unavailable');
    await localWorkOS.clearFaults();
    expect((await call(request, `Bearer ${value}`)).status()).toBe(200);
  });
}

test('the example command can be copied', async ({ page, baseURL, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin, undefined, '/api-keys');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `curl ${baseURL}/api/v1/me --header "Authorization: Bearer $API_KEY"`,
  );
});

test.describe('after the access token expires', () => {
  // The request with the expired token gets a 403, which Chromium logs.
  test.use({ allowedConsoleErrors: /status of 403/ });

  test('the personal API keys page keeps working', async ({ page, request, organization, localWorkOS }) => {
    const { id: organizationId, admin } = organization;
    await localWorkOS.sdk.userManagement.createUserApiKey(admin.id, { organizationId, name: 'First' });
    await localWorkOS.signIn(page, admin, undefined, '/personal-api-keys');
    await expect(keyRow(page, 'First')).toBeVisible();
    const opened = await page.evaluate(() => performance.timeOrigin);
    for (const name of ['Second', 'Third']) {
      await page.waitForTimeout(6000);
      const value = await createInWidget(page, name, ['Read reports']);
      expect((await call(request, `Bearer ${value}`)).status()).toBe(200);
    }
    expect(await namesOnPage(page, 3)).toEqual(['Third', 'Second', 'First']);
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(opened);
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
  });
});

test.describe('when WorkOS fails', () => {
  // Chromium logs the statuses, and the widget what it can't show.
  test.use({ allowedConsoleErrors: /status of (403|500)|ApiError/ });

  for (const [path, operations] of [
    ['/api-keys', '/_widgets/ApiKeys'],
    ['/personal-api-keys', '/_widgets/UserApiKeys'],
  ] as const) {
    test(`${path} creates a key without permissions while those cannot be loaded`, async ({
      page,
      organization,
      localWorkOS,
    }) => {
      await localWorkOS.addFault({ method: 'GET', path: `${operations}/permissions`, status: 500 });
      await localWorkOS.signIn(page, organization.admin, undefined, path);
      const dialog = await openCreateDialog(page);
      // The widget tries four times, with a growing delay, before it says so.
      await expect(dialog.getByText('Permissions are unavailable right now')).toBeVisible({
        timeout: 30_000,
      });
      await expectAccessible(page);
      await dialog.getByLabel('Name').fill('Bare');
      await dialog.getByRole('button', { name: 'Create API key' }).click();
      await page.getByRole('button', { name: 'Copy and close' }).click();
      await expect(keyRow(page, 'Bare')).toBeVisible();
    });
  }
});

/** Calls the sample endpoint. */
function call(request: APIRequestContext, authorization: string | undefined) {
  const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
  return request.get('/api/v1/me', { headers });
}
