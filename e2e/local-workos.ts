import { randomUUID } from 'node:crypto';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { WorkOS } from '@workos-inc/node';
import { API_KEY } from './servers.ts';

export const PASSWORD = 'correct-widget-staple';
/** Its bcrypt hash, cheap on purpose. */
const PASSWORD_HASH = '$2b$04$ZXC.piFLygRRsLb48dgSv.prxCCpvX8MZ4FwUcpQK6bwJoOgn0Z56';

/** The seeded roles. */
export type RoleSlug = 'admin' | 'developer' | 'member';

export interface Person {
  id: string;
  email: string;
  name: string;
}

export interface Organization {
  id: string;
  name: string;
}

/** From the seed: the organization with data for every widget, and its admin. */
export const ACME: Organization = { id: 'org_01EHZNVPK3SFK441A1RGBFSHRT', name: 'Acme Corporation' };
export const MARCELINA: Person = {
  id: 'user_01E4ZCR3C56J083X43JQXF3JK5',
  email: 'marcelina.davis@example.com',
  name: 'Marcelina Davis',
};

/** See `/_emulate/hooks`. */
export interface Fault {
  /** The default, `*`, matches all methods. */
  method?: string;
  path: string;
  status?: number;
  /** In milliseconds. */
  delay?: number;
  /** Closes the connection without an answer. */
  disconnect?: true;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sets up what exists before a person opens the app. */
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

  /** A new person with {@link PASSWORD}, without an organization. */
  async createPerson(firstName: string, lastName = 'Test'): Promise<Person> {
    const { id, email } = await this.sdk.userManagement.createUser({
      email: newAddress(firstName.replace(/\W/g, '') || 'person'),
      firstName,
      lastName,
      emailVerified: true,
      passwordHash: PASSWORD_HASH,
      passwordHashType: 'bcrypt',
    });
    return { id, email, name: `${firstName} ${lastName}` };
  }

  /** @returns The membership's ID. */
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

  /** A new person in an organization. */
  async createMember(
    organization: Organization,
    firstName: string,
    roleSlug: RoleSlug = 'member',
  ): Promise<Person> {
    const person = await this.createPerson(firstName);
    await this.addMember(person, organization, roleSlug);
    return person;
  }

  /** Ends a person's membership, as an admin would. */
  async removeMember(person: Person, organization: Organization): Promise<void> {
    const { id } = await this.#membership(person, organization);
    await this.sdk.userManagement.deleteOrganizationMembership(id);
  }

  async setRole(person: Person, organization: Organization, roleSlug: RoleSlug): Promise<void> {
    const { id } = await this.#membership(person, organization);
    await this.sdk.userManagement.updateOrganizationMembership(id, { roleSlug });
  }

  /** Signs the browser in and shows a page of the app. For a person in several organizations, name one. */
  async signIn(page: Page, person: Person, organization?: Organization, path = '/users'): Promise<void> {
    await this.startSession(page.request, person, organization);
    await page.goto(path);
  }

  /** Who did what, oldest first: `organization.created user_…`. */
  async auditLog({ id }: Organization): Promise<string[]> {
    const { auditLogs } = this.sdk;
    const rangeEnd = new Date(Date.now() + 3_600_000);
    const created = await auditLogs.createExport({ organizationId: id, rangeStart: new Date(0), rangeEnd });
    const { url = '' } = await auditLogs.getExport(created.id);
    const [, ...rows] = (await (await fetch(url)).text()).trimEnd().split('\r\n');
    return rows.map((row) => {
      const [, action, , , actorId] = row.split(',');
      return `${action} ${actorId}`;
    });
  }

  /**
   * Signs in without rendering a page: follows the redirects of "Sign in as" on the People page.
   */
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

  /** The newest email to an address, as the inbox shows it. */
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

/** An unused email address. */
export function newAddress(name: string): string {
  return `${name}.${randomUUID().slice(0, 8)}@example.com`.toLowerCase();
}
