import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { WorkOS } from '@workos-inc/node';
import { API_KEY } from '../emulator/config.ts';
import { LOCAL_WORKOS_ORIGIN, LOCAL_WORKOS_PORT } from './servers.ts';

export { expect } from '@playwright/test';

/** The SDK, as the arranging hand of the tests. */
export const workos = new WorkOS(API_KEY, {
  apiHostname: 'localhost',
  port: LOCAL_WORKOS_PORT,
  https: false,
});

export const PASSWORD = 'correct-widget-staple';
/** bcrypt of it, cheap on purpose: hashing is not what these tests are about. */
const PASSWORD_HASH = '$2b$04$ZXC.piFLygRRsLb48dgSv.prxCCpvX8MZ4FwUcpQK6bwJoOgn0Z56';

export interface Person {
  id: string;
  email: string;
  name: string;
}

/** A new person with {@link PASSWORD}. */
export async function createPerson(firstName: string, lastName = 'Test'): Promise<Person> {
  const user = await workos.userManagement.createUser({
    email: `${firstName}.${randomUUID().slice(0, 8)}@example.com`.toLowerCase(),
    firstName,
    lastName,
    emailVerified: true,
    passwordHash: PASSWORD_HASH,
    passwordHashType: 'bcrypt',
  });
  return { id: user.id, email: user.email, name: `${firstName} ${lastName}` };
}

export async function addMember(person: Person, organizationId: string, roleSlug = 'member'): Promise<void> {
  await workos.userManagement.createOrganizationMembership({ userId: person.id, organizationId, roleSlug });
}

/** Signs in on the hosted pages, with e-mail and password, starting from the app. */
export async function signIn(page: Page, person: Pick<Person, 'email'>, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(person.email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/users');
}

/** No serious or critical violation, whatever is on the screen now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}

/** The newest mail to an address, as the inbox shows it. */
export async function openMail(page: Page, recipient: string) {
  await page.goto(`${LOCAL_WORKOS_ORIGIN}/?to=${encodeURIComponent(recipient)}`);
  return page.getByRole('article').first();
}

interface Fixtures {
  /** An organization of this test's own, with an admin. */
  organization: { id: string; name: string; admin: Person };
  /** What the console may say; anything else fails the test. */
  allowedConsoleErrors: RegExp[];
}

export const test = base.extend<Fixtures>({
  allowedConsoleErrors: [[], { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from it.
  organization: async ({}, use) => {
    const name = `Organization ${randomUUID().slice(0, 8)}`;
    const { id } = await workos.organizations.createOrganization({ name });
    const admin = await createPerson('Ada');
    await addMember(admin, id, 'admin');
    await use({ id, name, admin });
  },

  page: async ({ page, allowedConsoleErrors }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await use(page);
    expect(errors.filter((error) => !allowedConsoleErrors.some((allowed) => allowed.test(error)))).toEqual(
      [],
    );
  },
});
