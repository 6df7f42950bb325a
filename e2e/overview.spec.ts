import type { Page } from '@playwright/test';
import { type WidgetEntry, widgets } from '../lib/widgets.ts';
import { expectAccessible } from './accessibility.ts';
import { expect, expectNoSidewaysScroll, test } from './test.ts';

const ENTRIES = Object.values<WidgetEntry>(widgets);

test('the overview lists each widget, its scope, and that an admin can use it', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  await localWorkOS.signIn(page, organization.admin, undefined, '/overview');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(ENTRIES.length);
  for (const { title, description, scopes, page: own } of ENTRIES) {
    const card = cardOf(page, title);
    await expect(card).toContainText(description);
    for (const scope of scopes.length > 0 ? scopes : ['No scope needed'])
      await expect(card).toContainText(scope);
    await expect(card.getByText('Available', { exact: true })).toBeVisible();
    if (own) await expect(card.getByRole('link', { name: title })).toHaveAttribute('href', own.path);
  }
});

test('the overview tells a member what their role lacks', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const member = await localWorkOS.createMember(organization, 'Grace');
  await localWorkOS.signIn(page, member, undefined, '/overview');
  for (const { title, scopes } of ENTRIES) {
    await expect(cardOf(page, title)).toContainText(scopes.length > 0 ? 'Not in your role' : 'Available');
  }
});

test('the overview tells a person without an organization what needs one', { tag: '@desktop' }, async ({
  page,
  localWorkOS,
}) => {
  const person = await localWorkOS.createPerson('Tess');
  await localWorkOS.signIn(page, person, undefined, '/overview');
  for (const { title, withoutOrganization } of ENTRIES) {
    await expect(cardOf(page, title)).toContainText(
      withoutOrganization ? 'Available' : 'Needs an organization',
    );
  }
});

test('each widget page is in the navigation and explains itself', async ({
  page,
  organization,
  localWorkOS,
}) => {
  test.slow();
  await localWorkOS.signIn(page, organization.admin, undefined, '/overview');
  for (const { title, page: own } of ENTRIES) {
    if (!own) continue;
    await page.goto(own.path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page).toHaveTitle(`${title} · Widgets starter`);
    const group = page.getByRole('region', { name: own.group, includeHidden: true });
    await expect(group.getByRole('link', { name: title, exact: true, includeHidden: true })).toHaveAttribute(
      'aria-current',
      'page',
    );

    // Only in development, and this is a production build.
    await expect(page.getByText('How this page works')).toHaveCount(0);
    expect(await (await page.request.get(own.path)).text()).not.toContain('page.tsx');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page, 'main');
  }
});

function cardOf(page: Page, title: string) {
  return page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) });
}
