import type { Page } from '@playwright/test';
import { createAndShow } from './api-keys.ts';
import { newAddress } from './local-workos.ts';
import { comeBack, expect, openInviteDialog, test, tokensSent } from './test.ts';

/** Dialogs that can be open when a person switches to another window. */
const LEFT: readonly {
  what: string;
  path: string;
  open: (page: Page) => Promise<void>;
}[] = [
  {
    what: 'an invitation',
    path: '/users',
    async open(page) {
      const dialog = await openInviteDialog(page);
      await dialog.getByLabel('Email address').fill(newAddress('ines'));
    },
  },
  {
    what: 'the question before a sign-out',
    path: '/sessions',
    open: (page) => page.getByRole('main').getByRole('button', { name: 'Sign out' }).first().click(),
  },
  {
    what: 'a key, which is shown once',
    path: '/api-keys',
    async open(page) {
      await expect(await createAndShow(page, 'Laptop', [])).toBeVisible();
    },
  },
  {
    what: 'the settings of a provider',
    path: '/integrations',
    async open(page) {
      const slack = page
        .locator('.woswidgets-card-list-item')
        .filter({ has: page.getByText('Slack', { exact: true }) });
      await slack.getByRole('button', { name: 'Configure' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByPlaceholder('Enter your Slack Client ID').fill('slack-ours');
    },
  },
];

for (const { what, path, open } of LEFT) {
  test(`coming back to the window keeps ${what} open`, { tag: '@desktop' }, async ({
    page,
    request,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    // A second session for the sessions page.
    await localWorkOS.startSession(request, admin);
    const tokens = tokensSent(page);
    await localWorkOS.signIn(page, admin, organization, path);
    await open(page);
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    const left = await dialog.ariaSnapshot();
    const before = new Set(tokens);
    // Coming back may still use the current token.
    await expect(async () => {
      await comeBack(page);
      expect(before).not.toContain(tokens.at(-1));
    }).toPass();
    expect(await dialog.ariaSnapshot({ timeout: 1000 })).toBe(left);
  });
}
