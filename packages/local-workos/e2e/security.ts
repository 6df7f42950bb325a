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
  /** What it showed last. */
  lastCode = '';

  constructor(secret: string) {
    this.#totp = new TOTP({ secret });
  }

  /** The six digits it shows, or shows next: a code is taken once, and tests do not wait for half a minute. */
  code(which: 'now' | 'next' = 'now'): string {
    this.lastCode = this.#totp.generate({ timestamp: Date.now() + (which === 'next' ? 30_000 : 0) });
    return this.lastCode;
  }
}

/** A device that holds passkeys and lets its owner pass, in the browser of a page. */
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

/** Starts a sign-in and goes through it up to the password. */
export async function enterPassword(page: Page, { email }: Person, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await finishPassword(page, email, password);
}

/** The same on a hosted page that is open already. */
export async function finishPassword(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** On a hosted page: what is wrong is said, and tied to the field for who cannot see it. */
export async function expectProblem(page: Page, label: string, message: RegExp): Promise<void> {
  await expect(page.getByRole('alert').filter({ hasText: message })).toBeVisible();
  await expect(page.getByLabel(label)).toHaveAccessibleDescription(message);
}
