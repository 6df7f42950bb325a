import type { Request } from '@playwright/test';
import { decodeJwt } from 'jose';
import { type WidgetEntry, widgets } from '../lib/widgets.ts';
import { ACME, MARCELINA } from './local-workos.ts';
import { comeBack, expect, test } from './test.ts';

for (const [widget, { title, page: place, scopes, usesAccessToken }] of Object.entries<WidgetEntry>(
  widgets,
)) {
  if (!place) continue;
  test(`${title} comes with its data, and has a token for that widget alone`, async ({
    page,
    localWorkOS,
  }) => {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (isOfWidget(request)) asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
    });
    await localWorkOS.signIn(page, MARCELINA, ACME, place.path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    const main = page.getByRole('main');
    await expect(main.locator('[inert], [data-woswidgets-widget-state="loading"]')).toHaveCount(0);
    await expect(main.getByRole('alert')).toHaveCount(0);
    // If not, the widget asks for something else than `lib/widget-requests.ts` says.
    expect(asked, 'requests that the browser sent too').toEqual([]);

    const isSent = (request: Request) =>
      isOfWidget(request) && request.headers()['workos-widgets-type'] !== 'organization-switcher';
    let token = '';
    // Before its scripts have run, a widget misses that somebody comes back.
    await expect(async () => {
      const sent = page.waitForRequest(isSent, { timeout: 2000 });
      await comeBack(page);
      token = (await sent).headers().authorization?.replace('Bearer ', '') ?? '';
    }).toPass();
    const { permissions, org_id } = decodeJwt<{ permissions: string[]; org_id: string }>(token);
    expect(org_id, widget).toBe(ACME.id);
    if (usesAccessToken) expect(permissions).toEqual(expect.arrayContaining([...scopes].slice(0, 1)));
    else expect(permissions).toEqual([...scopes]);
  });
}

function isOfWidget(request: Request): boolean {
  return request.headers().authorization !== undefined;
}

test('shows a glyph in place of a provider’s logo that cannot be loaded', async ({ page, localWorkOS }) => {
  await localWorkOS.signIn(page, MARCELINA, ACME, '/integrations');
  const logo = page.locator('.woswidgets-provider-icon').first();
  await expect(logo).toBeVisible();
  const glyph = () => logo.evaluate((icon) => getComputedStyle(icon, '::before').maskImage);
  await expect.poll(glyph).toContain('data:image/svg+xml');
});
