import type { Page } from '@playwright/test';
import { type WidgetEntry, widgets } from '../lib/widgets.ts';
import { expectAccessible } from './accessibility.ts';
import { expect, expectNoSidewaysScroll, test } from './test.ts';

const ENTRIES = Object.values<WidgetEntry>(widgets);

test('the overview names each widget, its scope, and that an admin may use it', { tag: '@desktop' }, async ({
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

test('to a member it says what is not in their role', { tag: '@desktop' }, async ({
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

test('to a person in no organization it says what needs one', { tag: '@desktop' }, async ({
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

test('each widget’s page is in the navigation, and explains itself', async ({
  page,
  organization,
  localWorkOS,
}) => {
  test.slow();
  await localWorkOS.signIn(page, organization.admin, undefined, '/overview');
  for (const { title, scopes, usesAccessToken, page: own } of ENTRIES) {
    if (!own) continue;
    await page.goto(own.path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page).toHaveTitle(`${title} · WorkOS Widgets starter`);
    const group = page.getByRole('region', { name: own.group, includeHidden: true });
    await expect(group.getByRole('link', { name: title, exact: true, includeHidden: true })).toHaveAttribute(
      'aria-current',
      'page',
    );

    await page.getByText('How this page works').click();
    const panel = page.getByRole('group').filter({ hasText: 'How this page works' });
    for (const scope of scopes) await expect(panel).toContainText(scope);
    await expect(panel).toContainText(usesAccessToken ? 'AuthKit access token' : /token with/);
    await expect(panel).toContainText(/It has .* left/);
    await expect(panel).toContainText(`"sub": "${organization.admin.id}"`);
    await expect(panel.getByRole('heading', { name: `${own.folder}/page.tsx` })).toBeVisible();
    await expect(
      panel.getByRole('heading', { name: new RegExp(`${own.folder}/(?!page).*\\.tsx`) }),
    ).toBeVisible();
    // What begins like this is a token.
    await expect(panel).not.toContainText('eyJ');
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
