import type { Locator, Page } from '@playwright/test';

/** The value of a term in the person's profile. */
export function detail(page: Page, term: string): Locator {
  // Its `definition` refers to its `term`, but ARIA gives that role no name.
  return page.getByRole('term').filter({ hasText: term }).locator('xpath=following-sibling::*[1]');
}

/** Opens the dialog to change it. */
export async function openEditDialog(page: Page, term: string): Promise<Locator> {
  await detail(page, term).getByRole('button', { name: 'Edit' }).click();
  return page.getByRole('dialog');
}

/** Requests a code for a new address, in the dialog. */
export async function sendCode(dialog: Locator, address: string): Promise<void> {
  await dialog.getByLabel('New email address').fill(address);
  await dialog.getByRole('button', { name: 'Send verification code' }).click();
}
