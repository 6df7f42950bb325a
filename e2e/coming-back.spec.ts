import type { Page } from '@playwright/test';
import { openCreateDialog } from './api-keys.ts';
import { newAddress } from './local-workos.ts';
import { ownList, row } from './pipes.ts';
import { comeBack, expect, test } from './test.ts';

/** Where somebody may be when they go to another window. */
const LEFT: readonly {
  what: string;
  path: string;
  open: (page: Page) => Promise<void>;
}[] = [
  {
    what: 'an invitation',
    path: '/users',
    async open(page) {
      await page.getByRole('button', { name: 'Invite user' }).click();
      await page.getByLabel('Email address').fill(newAddress('ines'));
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
      const dialog = await openCreateDialog(page);
      await dialog.getByLabel('Name').fill('Laptop');
      await dialog.getByRole('button', { name: 'Create API key' }).click();
      await expect(page.getByRole('dialog', { name: 'Save your key' })).toBeVisible();
    },
  },
  {
    what: 'the settings of a provider',
    path: '/integrations',
    async open(page) {
      await row(ownList(page), 'Slack').getByRole('button', { name: 'Configure' }).click();
      await page.getByPlaceholder('Enter your Slack Client ID').fill('slack-ours');
    },
  },
];

for (const { what, path, open } of LEFT) {
  test(`who comes back finds ${what} as they left it`, { tag: '@desktop' }, async ({
    page,
    request,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    // For the page of sessions, another one.
    await localWorkOS.startSession(request, admin);
    const tokens = tokensOf(page);
    await localWorkOS.signIn(page, admin, organization, path);
    await open(page);
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    const left = await dialog.ariaSnapshot();
    const before = new Set(tokens);
    // What it reads when they come back may still be read with the token that it has.
    await expect(async () => {
      await comeBack(page);
      expect(before).not.toContain(tokens.at(-1));
    }).toPass();
    expect(await dialog.ariaSnapshot({ timeout: 1000 })).toBe(left);
  });
}

/** The tokens in the requests of the page's widget that are answered. */
function tokensOf(page: Page): string[] {
  const tokens: string[] = [];
  page.on('response', (response) => {
    const { authorization, 'workos-widgets-type': widget } = response.request().headers();
    if (authorization && widget !== 'organization-switcher') tokens.push(authorization);
  });
  return tokens;
}
