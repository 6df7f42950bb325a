import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import type { LocalWorkOS, Organization, Person } from './local-workos.ts';
import { expect } from './test.ts';

/** The lists of <Pipes> and <PipesAdmin>. Shared connections come first, if there are any. */
export function sharedList(page: Page): Locator {
  return page.locator('.woswidgets-card-list').first();
}

export function ownList(page: Page): Locator {
  return page.locator('.woswidgets-card-list').last();
}

/** The row of a provider. */
export function row(list: Locator, name: string): Locator {
  return list
    .locator('.woswidgets-card-list-item')
    .filter({ has: list.page().getByText(name, { exact: true }) });
}

/** Chooses an action from the menu of a row. */
export async function choose(of: Locator, action: string): Promise<void> {
  await of.getByRole('button', { name: /actions$/ }).click();
  await of.page().getByRole('menuitem', { name: action }).click();
}

/** Opens the settings of a provider with its button. */
export async function configure(of: Locator): Promise<Locator> {
  await of.getByRole('button', { name: 'Configure' }).click();
  return of.page().getByRole('dialog');
}

/** Returns the window that a click opens, once it shows the consent page of the provider. */
export async function consentWindow(page: Page, click: () => Promise<void>): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await click();
  const popup = await opened;
  await expect(popup.getByRole('button', { name: 'Allow' })).toBeVisible();
  return popup;
}

/** Clicks the button of a row and confirms in the dialog that it opens: for {@link consentWindow}. */
export function throughDialog(button: Locator): () => Promise<void> {
  return async () => {
    await button.click();
    await button.page().getByRole('dialog').getByRole('button', { name: 'Connect' }).click();
  };
}

/** Allows access. The window then closes itself. */
export async function allow(popup: Page): Promise<void> {
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Allow' }).click();
  await closed;
}

/** Calls an operation of the widgets as this person, outside the page. */
export async function elsewhere(
  localWorkOS: LocalWorkOS,
  { organization, person, admin = false }: { organization: Organization; person: Person; admin?: boolean },
  method: 'PUT' | 'DELETE' | 'POST' | 'GET',
  path: string,
  body: unknown = {},
): Promise<unknown> {
  type Scopes = Parameters<typeof localWorkOS.sdk.widgets.createToken>[0]['scopes'];
  const { token } = await localWorkOS.sdk.widgets.createToken({
    organizationId: organization.id,
    userId: person.id,
    scopes: (admin ? ['widgets:pipes:manage'] : []) as unknown as Scopes,
  });
  const response = await fetch(`${localWorkOS.origin}/_widgets/DataIntegrations/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.status, path).toBe(200);
  return response.json();
}

/** Revokes access at the provider, on Local WorkOS's Pipes page. */
export async function revokeAccess(
  page: Page,
  localWorkOS: LocalWorkOS,
  provider: string,
  owner: string,
  organization: Organization,
): Promise<void> {
  const other = await page.context().newPage();
  await other.goto(`${localWorkOS.origin}/pipes`);
  const button = other.getByRole('button', {
    name: `Revoke access to ${provider} for ${owner}, ${organization.name}`,
  });
  await button.click();
  await expect(button).toHaveCount(0);
  await other.close();
}

/** An unused API key that a local provider accepts. */
export function newApiKey(slug: string): string {
  return `${slug}_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
}
