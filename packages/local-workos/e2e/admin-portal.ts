import { randomUUID } from 'node:crypto';
import { expect, type Locator, type Page, request } from '@playwright/test';
import { DomainDataState } from '@workos-inc/node';
import { type LocalWorkOS, newAddress, type Organization, type Person } from './local-workos.ts';

/** Clicks a widget's button, which opens the Admin Portal in a new tab. */
export async function openAdminPortal(page: Page, button: Locator): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await button.click();
  const portal = await opened;
  await expect(portal.getByText('Admin Portal for')).toBeVisible();
  return portal;
}

/** An unused domain. */
export function newDomain(): string {
  return `${randomUUID().slice(0, 12)}.example`;
}

/** Adds a verified domain to an organization. */
export async function addVerifiedDomain(
  { sdk }: LocalWorkOS,
  { id }: Organization,
  domain = newDomain(),
): Promise<string> {
  await sdk.organizations.updateOrganization({
    organization: id,
    domainData: [{ domain, state: DomainDataState.Verified }],
  });
  return domain;
}

/**
 * Sets up single sign-on in the Admin Portal before a test.
 * @returns The domain whose people sign in through it.
 */
export async function setUpSso(
  localWorkOS: LocalWorkOS,
  organization: Organization,
  { type = 'OktaOidc', validity = 'year', isRequired = false }: SsoSetUp = {},
): Promise<string> {
  const { sdk, origin } = localWorkOS;
  const domain = await addVerifiedDomain(localWorkOS, organization);
  const { domains } = await sdk.organizations.getOrganization(organization.id);
  const { link } = await sdk.adminPortal.generateLink({ organization: organization.id, intent: 'sso' });
  const browser = await request.newContext();
  await browser.get(link);
  const steps: Record<string, string>[] = [
    { action: 'create', type },
    { action: 'activate', domain: domains[0]?.id ?? '', validity },
    ...(isRequired ? [{ action: 'require' }] : []),
  ];
  for (const form of steps) {
    expect((await browser.post(`${origin}/portal/single-sign-on`, { form })).status()).toBe(200);
  }
  await browser.dispose();
  return domain;
}

interface SsoSetUp {
  /** The type as WorkOS names it, for example `OktaOidc`. */
  type?: string;
  /** The validity of the certificate, as the Admin Portal names it. */
  validity?: 'year' | 'soon' | 'expired';
  /** Whether the organization requires single sign-on. */
  isRequired?: boolean;
}

/** Fills in the identity provider's page. */
export async function signInAtProvider(
  page: Page,
  { email, firstName = '', lastName = '' }: { email?: string; firstName?: string; lastName?: string } = {},
): Promise<void> {
  await expect(page.getByRole('heading', { name: /^Sign in to/ })).toBeVisible();
  if (email) await page.getByLabel('Email').fill(email);
  await page.getByLabel('First name').fill(firstName);
  await page.getByLabel('Last name').fill(lastName);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Creates a person with an address at a domain, in no organization. */
export async function createPersonAt(
  { sdk }: LocalWorkOS,
  domain: string,
  firstName: string,
): Promise<Person> {
  const { id, email } = await sdk.userManagement.createUser({
    email: newAddress(firstName).replace(/@.*/, `@${domain}`),
    firstName,
    lastName: 'Test',
    emailVerified: true,
  });
  return { id, email, name: `${firstName} Test` };
}
