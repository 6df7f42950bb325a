import { expect, type Locator, type Page } from '@playwright/test';

/** Actions of a person in `<ApiKeys>`, for both of its modes. */

/** The table row of a key. */
export function keyRow(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ hasText: name });
}

/** The names in the table, once it has the expected number of rows. */
export async function namesOnPage(page: Page, count: number): Promise<string[]> {
  const names = page.getByRole('rowgroup').nth(1).getByRole('row').locator('td:first-child');
  await expect(names).toHaveCount(count);
  return names.allTextContents();
}

export async function openCreateDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Create API key' }).click();
  return page.getByRole('dialog', { name: 'Create API key' });
}

/** Opens a dialog from the menu of a row. */
export async function openDialog(page: Page, row: Locator, action: string, name: string): Promise<Locator> {
  await row.getByRole('button', { name: 'API key actions' }).click();
  await page.getByRole('menuitem', { name: action }).click();
  const dialog = page.getByRole('dialog', { name }).or(page.getByRole('alertdialog', { name }));
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Chooses when a key expires. */
export async function choose(page: Page, dialog: Locator, option: string): Promise<void> {
  await dialog.getByRole('combobox').click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Creates a key like a person does. @returns The dialog that shows its value once. */
export async function createAndShow(page: Page, name: string, permissions: string[]): Promise<Locator> {
  const dialog = await openCreateDialog(page);
  await dialog.getByLabel('Name').fill(name);
  for (const permission of permissions) await dialog.getByRole('checkbox', { name: permission }).check();
  await dialog.getByRole('button', { name: 'Create API key' }).click();
  return page.getByRole('dialog', { name: 'Save your key' });
}

/** Creates a key and closes the dialog. @returns Its value. */
export async function createInWidget(page: Page, name: string, permissions: string[]): Promise<string> {
  const save = await createAndShow(page, name, permissions);
  const value = await save.getByRole('textbox').inputValue();
  await save.getByRole('button', { name: 'Copy and close' }).click();
  await expect(save).toHaveCount(0);
  return value;
}

/** The date in this many days, as the widget formats it. */
export function dayIn(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000);
  return day.toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric' });
}
