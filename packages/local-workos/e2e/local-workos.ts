import { randomUUID } from 'node:crypto';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { WorkOS } from '@workos-inc/node';
import { TOTP } from 'otpauth';
import { API_KEY } from './servers.ts';

export const PASSWORD = 'correct-widget-staple';
/** Its bcrypt hash, with a low cost on purpose, because these tests are not about hashing. */
const PASSWORD_HASH = '$2b$04$ZXC.piFLygRRsLb48dgSv.prxCCpvX8MZ4FwUcpQK6bwJoOgn0Z56';

/** The seeded roles. */
export type RoleSlug = 'admin' | 'developer' | 'member';

/** The settings that Local WorkOS starts with. */
const DEFAULT_SETTINGS = {
  passwords: true,
  minimumLength: '10',
  minimumStrength: '3',
  rejectLast: '1',
  mfa: 'optional',
  passkeys: true,
};

export interface Person {
  id: string;
  email: string;
  name: string;
}

export interface Organization {
  id: string;
  name: string;
}

/** The seeded organization in which every widget has data, and its admin. */
export const ACME: Organization = { id: 'org_01EHZNVPK3SFK441A1RGBFSHRT', name: 'Acme Corporation' };
export const MARCELINA: Person = {
  id: 'user_01E4ZCR3C56J083X43JQXF3JK5',
  email: 'marcelina.davis@example.com',
  name: 'Marcelina Davis',
};

/** See `/_emulate/hooks`. */
interface Fault {
  method: string;
  path: string;
  status?: number;
  /** In milliseconds. */
  delay?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sets up data for tests, before a person opens the app. */
export class LocalWorkOS {
  readonly origin: string;
  readonly sdk: WorkOS;

  constructor(origin: string) {
    this.origin = origin;
    const { hostname, port } = new URL(origin);
    this.sdk = new WorkOS(API_KEY, { apiHostname: hostname, port: Number(port), https: false });
  }

  async createOrganization(name = `Organization ${randomUUID().slice(0, 8)}`): Promise<Organization> {
    const { id } = await this.sdk.organizations.createOrganization({ name });
    return { id, name };
  }

  /** Creates a person with {@link PASSWORD}, in no organization. */
  async createPerson(firstName: string, lastName = 'Test'): Promise<Person> {
    const { id, email } = await this.sdk.userManagement.createUser({
      email: newAddress(firstName),
      firstName,
      lastName,
      emailVerified: true,
      passwordHash: PASSWORD_HASH,
      passwordHashType: 'bcrypt',
    });
    return { id, email, name: `${firstName} ${lastName}` };
  }

  /** @returns The membership's id. */
  async addMember(
    person: Person,
    organization: Organization,
    roleSlug: RoleSlug = 'member',
  ): Promise<string> {
    const { id } = await this.sdk.userManagement.createOrganizationMembership({
      userId: person.id,
      organizationId: organization.id,
      roleSlug,
    });
    return id;
  }

  /** Creates a member of an organization. */
  async createMember(
    organization: Organization,
    firstName: string,
    roleSlug: RoleSlug = 'member',
  ): Promise<Person> {
    const person = await this.createPerson(firstName);
    await this.addMember(person, organization, roleSlug);
    return person;
  }

  async setRole(person: Person, organization: Organization, roleSlug: RoleSlug): Promise<void> {
    const { id } = await this.#membership(person, organization);
    await this.sdk.userManagement.updateOrganizationMembership(id, { roleSlug });
  }

  /** Signs the browser in and opens a page of the app. For a person in several organizations, name one. */
  async signIn(page: Page, person: Person, organization?: Organization, path = '/users'): Promise<void> {
    await this.startSession(page.request, person, organization);
    await page.goto(path);
  }

  /** Signs in without a page: follows the redirects of "Sign in as" on the People page to the end. */
  async startSession(request: APIRequestContext, person: Person, organization?: Organization): Promise<void> {
    const form = { organization_id: organization?.id ?? '' };
    let response = await request.post(`${this.origin}/people/${person.id}/sign-in`, {
      form,
      maxRedirects: 0,
    });
    for (;;) {
      expect(response.headers(), response.url()).toHaveProperty('location');
      const next = new URL(response.headers().location ?? '', response.url());
      if (next.pathname === '/users') return;
      response = await request.get(next.href, { maxRedirects: 0 });
    }
  }

  /** Removes a person's password, on their page in Local WorkOS. */
  async removePassword({ id }: Person): Promise<void> {
    await this.#submit(`/people/${id}/security/password`, {});
  }

  /** Sets up an authenticator app for a person. @returns The secret of the app. */
  async enrollAuthenticator({ id: userId }: Person): Promise<string> {
    const { multiFactorAuth } = this.sdk;
    const { authenticationFactor, authenticationChallenge } = await multiFactorAuth.createUserAuthFactor({
      userId,
      type: 'totp',
    });
    const { secret } = authenticationFactor.totp;
    const { valid } = await multiFactorAuth.verifyChallenge({
      authenticationChallengeId: authenticationChallenge.id,
      code: new TOTP({ secret }).generate(),
    });
    expect(valid).toBe(true);
    return secret;
  }

  /** Requires MFA for an organization, on its page in Local WorkOS. */
  async requireMfa({ id }: Organization): Promise<void> {
    await this.#submit(`/organizations/${id}/mfa`, { required: '1' });
  }

  /** Saves the sign-in settings on the Settings page. Omitted settings get their defaults. */
  async saveSettings(settings: Record<string, string | boolean> = {}): Promise<void> {
    const form = Object.entries({ ...DEFAULT_SETTINGS, ...settings })
      .filter(([, value]) => value !== false)
      .map(([name, value]) => [name, value === true ? 'on' : String(value)]);
    await this.#submit('/settings', Object.fromEntries(form));
  }

  /** Expires an API key now. The SDK has no function for this yet. */
  async expireApiKey(id: string): Promise<void> {
    const response = await fetch(`${this.origin}/api_keys/${id}/expire`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${API_KEY}` },
    });
    expect(response.status).toBe(200);
  }

  /** Opens the latest email to an address in the inbox. */
  async openMail(page: Page, recipient: string) {
    await page.goto(`${this.origin}/?to=${encodeURIComponent(recipient)}`);
    return page.getByRole('article').first();
  }

  /** Answers matching requests with a fault until it is cleared. See `/_emulate/hooks`. */
  async addFault(fault: Fault): Promise<void> {
    const response = await fetch(`${this.origin}/_emulate/hooks`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(fault),
    });
    expect(response.status).toBe(201);
  }

  async clearFaults(): Promise<void> {
    await fetch(`${this.origin}/_emulate/hooks`, { method: 'DELETE' });
  }

  /** Submits a form of Local WorkOS's own pages. */
  async #submit(path: string, form: Record<string, string>): Promise<void> {
    const response = await fetch(this.origin + path, { method: 'POST', body: new URLSearchParams(form) });
    expect(response.status).toBe(200);
  }

  async #membership(person: Person, organization: Organization) {
    const { data } = await this.sdk.userManagement.listOrganizationMemberships({
      userId: person.id,
      organizationId: organization.id,
    });
    const [membership] = data;
    if (!membership) throw new Error(`${person.name} is not in ${organization.name}.`);
    return membership;
  }
}

/** An unused address. */
export function newAddress(name: string): string {
  return `${name}.${randomUUID().slice(0, 8)}@example.com`.toLowerCase();
}
