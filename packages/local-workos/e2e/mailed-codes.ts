import type { Locator, Page } from '@playwright/test';
import type { LocalWorkOS, Person } from './local-workos.ts';
import { expect } from './test.ts';

/** The code in the newest mail to an address, once it has come. */
export async function mailedCode(localWorkOS: LocalWorkOS, address: string): Promise<string> {
  let code: string | undefined;
  await expect(async () => {
    const inbox = await fetch(`${localWorkOS.origin}/?${new URLSearchParams({ to: address })}`);
    code = /<p class="code">(\d{6})<\/p>/.exec(await inbox.text())?.[1];
    expect(code, `a code in the mail to ${address}`).toBeDefined();
  }).toPass({ timeout: 5000 });
  return code ?? '';
}

/**
 * Another code, with another digit in each place: the widget does not notice when a field gets the digit that
 * it has.
 */
export function wrongCode(code: string, shift = 1): string {
  return code.replace(/\d/g, (digit) => String((Number(digit) + shift) % 10));
}

/** Types into the six fields for a code; the last digit sends it. */
export async function typeCode(page: Page, dialog: Locator, code: string): Promise<void> {
  const fields = dialog.getByRole('textbox');
  await expect(fields).toHaveCount(6);
  await fields.first().selectText();
  await page.keyboard.type(code, { delay: 20 });
}

/** Goes through the identity check that stands before a sensitive change. */
export async function verifyIdentity(
  page: Page,
  localWorkOS: LocalWorkOS,
  dialog: Locator,
  person: Pick<Person, 'email'>,
): Promise<void> {
  await expect(dialog.getByRole('heading', { name: 'Verify your identity' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Send verification code' }).click();
  // Before the fields are there, the newest mail may be an older one.
  await expect(dialog.getByRole('textbox')).toHaveCount(6);
  await typeCode(page, dialog, await mailedCode(localWorkOS, person.email));
  await expect(dialog.getByRole('heading', { name: 'Verify your identity' })).toHaveCount(0);
}
