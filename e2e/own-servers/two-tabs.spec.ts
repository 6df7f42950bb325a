import type { Page } from '@playwright/test';
import type { Organization, Person } from '../local-workos.ts';
import { OWN_SERVERS } from '../servers.ts';
import { comeBack, expect, memberRow, openInviteDialog, test } from '../test.ts';

// What one tab does after another has switched or signed in as someone else.
test.use({ ownServers: OWN_SERVERS.plain });

/** A person with two organizations, signed in to the first, with a second tab open. */
interface TwoTabs {
  person: Person;
  alpha: Organization;
  beta: Organization;
  other: Page;
}

const two = test.extend<{ tabs: TwoTabs }>({
  tabs: async ({ page, context, localWorkOS }, use) => {
    const [alpha, beta] = [await localWorkOS.createOrganization(), await localWorkOS.createOrganization()];
    const person = await localWorkOS.createMember(alpha, 'Tabea', 'admin');
    await localWorkOS.addMember(person, beta, 'admin');
    await localWorkOS.signIn(page, person, alpha);
    await expect(memberRow(page, person)).toBeVisible();
    const other = await context.newPage();
    await use({ person, alpha, beta, other });
  },
});

async function switchTo({ other, alpha, beta }: TwoTabs): Promise<void> {
  await other.goto('/users');
  await other.getByRole('button', { name: alpha.name, exact: true }).click();
  await other.getByRole('menuitem', { name: beta.name }).click();
  await expect(other.getByRole('button', { name: beta.name, exact: true })).toBeVisible();
}

two(
  'a link followed after a switch elsewhere shows the other organization as a whole',
  async ({ page, tabs }) => {
    await switchTo(tabs);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Profile' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'switched in another tab' })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Profile');
    await expect(page.getByRole('button', { name: tabs.beta.name, exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: tabs.alpha.name, exact: true })).toHaveCount(0);
  },
);

two(
  'a dialog filled in for one organization sends nothing to another',
  async ({ page, tabs, localWorkOS }) => {
    const dialog = await openInviteDialog(page);
    const email = `guest.${Date.now()}@example.com`;
    await dialog.getByRole('textbox', { name: 'Email' }).fill(email);
    await switchTo(tabs);
    // The widget asks for a token when the window gets focus.
    await comeBack(page);
    const notice = dialog.getByRole('alert').filter({ hasText: `You switched to ${tabs.beta.name}` });
    await expect(notice).toBeVisible();

    await notice.getByRole('button', { name: 'Switch back' }).click();
    await expect(notice).toHaveCount(0);
    await expect(dialog.getByRole('textbox', { name: 'Email' })).toHaveValue(email);
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await expect(memberRow(page, { email })).toContainText('Invited');
    const { data } = await localWorkOS.sdk.userManagement.listInvitations({ email });
    expect(data.map(({ organizationId }) => organizationId)).toEqual([tabs.alpha.id]);
  },
);

two(
  'another person who signs in elsewhere is not mixed with the one before',
  async ({ page, tabs, localWorkOS }) => {
    const stranger = await localWorkOS.createMember(tabs.beta, 'Sven', 'admin');
    await localWorkOS.startSession(page.request, stranger, tabs.beta);
    await comeBack(page);
    const notice = page.getByRole('alert').filter({ hasText: `signed in as ${stranger.email}` });
    await expect(notice).toBeVisible();
    await expect(memberRow(page, tabs.person)).toBeVisible();
    await notice.getByRole('button', { name: `Go to ${stranger.email}` }).click();
    await expect(memberRow(page, stranger)).toBeVisible();
    await expect(page.getByRole('button', { name: new RegExp(stranger.name) })).toBeVisible();
  },
);
