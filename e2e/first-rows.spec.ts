import type { Page } from '@playwright/test';
import { ACME, MARCELINA } from './local-workos.ts';
import { expect, expectNoSidewaysScroll, memberRow, test } from './test.ts';

test.describe('before the page’s scripts have run', () => {
  test.use({ allowedConsoleErrors: /ERR_FAILED/ });

  test('the rows are there, look like the widget’s, and stay where they are', async ({
    page,
    localWorkOS,
  }) => {
    await page.addInitScript(noteLayoutShifts);
    await localWorkOS.signIn(page, MARCELINA, ACME, '/users');
    await expect(page.getByRole('button', { name: 'Invite user' })).toBeEnabled();
    const live = await rowsOf(page);
    expect(live.length).toBeGreaterThanOrEqual(10);
    expect(await page.evaluate(() => Reflect.get(window, 'layoutShifts'))).toEqual([]);

    await page.route('**/_next/static/**/*.js', (route) => route.abort());
    await page.goto('/users');
    await expect(page.getByRole('row')).toHaveCount(live.length + 1);
    await expect(page.getByRole('button', { name: 'Invite user' })).toHaveCount(0);
    expect(await rowsOf(page)).toEqual(live);
    await expectNoSidewaysScroll(page);
  });
});

test('the rows in the HTML are those of the search in the address', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const grace = await localWorkOS.createMember(organization, 'Grace');
  await localWorkOS.signIn(page, organization.admin);
  const address = `/users?ak_q=${encodeURIComponent(grace.email)}`;
  const html = await (await page.request.get(address)).text();
  const tables = [...html.matchAll(/<tbody.*?<\/tbody>/gs)].map(([table]) => table);
  expect(tables.at(-1)).toContain(grace.email);
  expect(tables.at(-1)).not.toContain(organization.admin.email);
  await page.goto(address);
  await expect(memberRow(page, grace)).toBeVisible();
  await expect(memberRow(page, organization.admin)).toHaveCount(0);
});

/** What each row says of the person and the role, and where. */
function rowsOf(page: Page): Promise<unknown[]> {
  return page.locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const { top, left, width, height } = row.getBoundingClientRect();
      const cells = [...row.children];
      // Radix draws an avatar when its scripts run.
      const [person, role] = cells.map(({ textContent }) => textContent?.replace('User icon', ''));
      const widths = cells.map((cell) => Math.round(cell.getBoundingClientRect().width));
      return { person, role, top, left, width, height, widths };
    }),
  );
}

/** Notes what moved, and how much, unless nobody could see it. */
function noteLayoutShifts(): void {
  const shifts: unknown[] = [];
  Reflect.set(window, 'layoutShifts', shifts);
  interface LayoutShift extends PerformanceEntry {
    value: number;
    sources: { node: Element | null }[];
  }
  const note = (entry: PerformanceEntry) => {
    const { value, sources } = entry as LayoutShift;
    if (value >= 0.001) shifts.push([value, sources.map(({ node }) => node?.outerHTML.slice(0, 200))]);
  };
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
    type: 'layout-shift',
    buffered: true,
  });
}
