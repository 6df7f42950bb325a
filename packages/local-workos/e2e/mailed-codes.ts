import type { Locator, Page } from '@playwright/test';
import type { LocalWorkOS, Person } from './local-workos.ts';
import { expect } from './test.ts';

/** The code in the latest email to an address, once it has arrived. */
export async function mailedCode(localWorkOS: LocalWorkOS, address: string): Promise<string> {
  let code: string | undefined;
  await expect(async () => {
    const inbox = await fetch(`${localWorkOS.origin}/?${new URLSearchParams({ to: address })}`);
    code = /<p class="code">(\d{6})<\/p>/.exec(await inbox.text())?.[1];
    expect(code, `a code in the mail to ${address}`).toBeDefined();
  }).toPass({ timeout: 5000 });
  return code ?? '';
}

/** A code that differs in every digit, because the widget does not notice when a field keeps its digit. */
export function wrongCode(code: string, shift = 1): string {
  return code.replace(/\d/g, (digit) => String((Number(digit) + shift) % 10));
}

/** Types a code into the six fields. The last digit submits it. */
export async function typeCode(page: Page, dialog: Locator, code: string): Promise<void> {
  const fields = dialog.getByRole('textbox');
  await expect(fields).toHaveCount(6);
  await fields.first().selectText();
  await page.keyboard.type(code, { delay: 20 });
}

/** Passes the identity check before a sensitive change. */
export async function verifyIdentity(
  page: Page,
  localWorkOS: LocalWorkOS,
  dialog: Locator,
  person: Pick<Person, 'email'>,
): Promise<void> {
  await expect(dialog.getByRole('heading', { name: 'Verify your identity' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Send verification code' }).click();
  // Before the fields appear, the latest email may be an older one.
  await expect(dialog.getByRole('textbox')).toHaveCount(6);
  await typeCode(page, dialog, await mailedCode(localWorkOS, person.email));
  await expect(dialog.getByRole('heading', { name: 'Verify your identity' })).toHaveCount(0);
}
