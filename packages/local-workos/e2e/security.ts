import type { CDPSession, Locator, Page } from '@playwright/test';
import { TOTP } from 'otpauth';
import { PASSWORD, type Person } from './local-workos.ts';
import { expect } from './test.ts';

/** A row of <UserSecurity>. */
export function securityRow(page: Page, name: 'Password' | 'Multi-factor authentication'): Locator {
  return page.locator('.woswidgets-card-list-item').filter({ has: page.getByText(name, { exact: true }) });
}

/** The authenticator app on a person's phone. */
export class Phone {
  readonly #totp: TOTP;
  /** The last code it showed. */
  lastCode = '';

  constructor(secret: string) {
    this.#totp = new TOTP({ secret });
  }

  /** The current code or the next one. A code works once, and tests should not wait 30 seconds for the next. */
  code(which: 'now' | 'next' = 'now'): string {
    this.lastCode = this.#totp.generate({ timestamp: Date.now() + (which === 'next' ? 30_000 : 0) });
    return this.lastCode;
  }
}

/** Adds a virtual device to the page's browser that stores passkeys and always verifies its owner. */
export async function addDevice(page: Page): Promise<{ client: CDPSession; authenticatorId: string }> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { client, authenticatorId };
}

/** Starts a sign-in and submits the email and password. */
export async function enterPassword(page: Page, { email }: Person, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await finishPassword(page, email, password);
}

/** Submits the email and password on a hosted page that is already open. */
export async function finishPassword(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Asserts that a hosted page shows the error, and associates it with the field for screen readers. */
export async function expectProblem(page: Page, label: string, message: RegExp): Promise<void> {
  await expect(page.getByRole('alert').filter({ hasText: message })).toBeVisible();
  await expect(page.getByLabel(label)).toHaveAccessibleDescription(message);
}
