import { listMemberships, rolesOf, type SeededMembership } from './memberships.ts';
import { type Problem, suggestion } from './problems.ts';
import { SYSTEM_PERMISSIONS, seededRoles } from './roles.ts';
import type { Seed } from './schema.ts';

type Path = Problem['path'];

/** Finds references to things that are not in the seed. */
export function referenceProblems(seed: Seed): Problem[] {
  const references = new References(seed);
  for (const check of CHECKS) check(seed, references);
  return references.problems;
}

const CHECKS = [checkPeople, checkKeys, checkSignOn, checkDirectories, checkPipes, checkFeatureFlags];

/** Looks up references of the seed, and collects the missing ones. */
class References {
  readonly problems: Problem[] = [];
  readonly memberships: readonly SeededMembership[];
  readonly #seed: Seed;
  readonly #roles: readonly string[];
  readonly #permissions: readonly string[];

  constructor(seed: Seed) {
    this.#seed = seed;
    this.memberships = listMemberships(seed);
    this.#roles = seededRoles(seed.roles).map(({ slug }) => slug);
    this.#permissions = [...SYSTEM_PERMISSIONS, ...seed.permissions.map(({ slug }) => slug)];
  }

  report(path: Path, message: string): void {
    this.problems.push({ path, message });
  }

  find(organization: string): Seed['organizations'][number] | undefined {
    return this.#seed.organizations.find(({ id, name }) => id === organization || name === organization);
  }

  organization(path: Path, reference: string | undefined): void {
    if (reference === undefined || this.find(reference)) return;
    const names = this.#seed.organizations.map(({ name }) => name);
    this.oneOf(path, 'organization', reference, names);
  }

  user(path: Path, email: string | undefined): void {
    const emails = this.#seed.users.map((user) => user.email);
    if (email === undefined || emails.some((known) => isSame(known, email))) return;
    this.oneOf(path, 'user', email, emails);
  }

  /**
   * Requires a user who is an active member of an organization. Reports a missing user or organization instead.
   */
  member(path: Path, email: string, organization: string): void {
    this.user(path, email);
    const found = this.find(organization);
    const isMember = this.memberships.some(
      (each) =>
        isSame(each.email, email) && each.status === 'active' && this.find(each.organization) === found,
    );
    const isUser = this.#seed.users.some((user) => isSame(user.email, email));
    if (isUser && found && !isMember) this.report(path, `${email} is not an active member of ${found.name}.`);
  }

  /** Requires a role of the environment or of the organization. */
  role(path: Path, slug: string | undefined, organization: string | undefined): void {
    const own = organization === undefined ? [] : (this.find(organization)?.roles ?? []);
    if (slug !== undefined) this.oneOf(path, 'role', slug, [...this.#roles, ...own.map((role) => role.slug)]);
  }

  permissions(path: Path, slugs: readonly string[]): void {
    for (const [index, slug] of slugs.entries()) {
      this.oneOf([...path, index], 'permission', slug, this.#permissions);
    }
  }

  /** @param kind The kind of thing, as in "There is no role 'admn'." */
  oneOf(path: Path, kind: string, name: string, names: readonly string[]): void {
    if (names.includes(name)) return;
    const hint = suggestion(name, names);
    const all =
      names.length > 0 && names.length <= MOST_NAMES ? ` ${plural(kind)}: ${names.join(', ')}.` : '';
    this.report(path, `There is no ${kind} '${name}'.${all || hint}`);
  }
}

/** More names would make a message hard to read. */
const MOST_NAMES = 12;

function plural(kind: string): string {
  const text = `${kind}s`;
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}

function isSame(email: string, other: string): boolean {
  return email.toLowerCase() === other.toLowerCase();
}

function checkPeople(seed: Seed, references: References): void {
  for (const [index, { permissions }] of seed.roles.entries()) {
    references.permissions(['roles', index, 'permissions'], permissions);
  }
  for (const [index, { roles }] of seed.organizations.entries()) {
    for (const [position, { permissions }] of roles.entries()) {
      references.permissions(['organizations', index, 'roles', position, 'permissions'], permissions);
    }
  }
  for (const { path, ...membership } of references.memberships) {
    const { organization, email, role, roles } = membership;
    references.organization([...path, 'organization'], organization);
    references.user([...path, 'email'], email);
    references.role([...path, 'role'], role, organization);
    for (const [index, slug] of (roles ?? []).entries()) {
      references.role([...path, 'roles', index], slug, organization);
    }
    const found = references.find(organization);
    if (found && !found.multiple_roles_enabled && rolesOf(membership).length > 1) {
      references.report([...path, 'roles'], `${found.name} needs multiple_roles_enabled for several roles.`);
    }
  }
  for (const [user, { sessions }] of seed.users.entries()) {
    for (const [index, { organization }] of sessions.entries()) {
      references.organization(['users', user, 'sessions', index, 'organization'], organization);
    }
  }
  for (const [index, { organization, role, inviter_email }] of seed.invitations.entries()) {
    references.organization(['invitations', index, 'organization'], organization);
    references.role(['invitations', index, 'role'], role, organization);
    references.user(['invitations', index, 'inviter_email'], inviter_email);
  }
  for (const [index, { email, organization }] of (seed.continueAs ?? []).entries()) {
    references.user(['continueAs', index, 'email'], email);
    references.organization(['continueAs', index, 'organization'], organization);
    if (organization) references.member(['continueAs', index, 'email'], email, organization);
  }
}

function checkKeys(seed: Seed, references: References): void {
  for (const [index, { organization, email, permissions }] of seed.apiKeys.entries()) {
    references.organization(['apiKeys', index, 'organization'], organization);
    if (email && organization) references.member(['apiKeys', index, 'email'], email, organization);
    references.permissions(['apiKeys', index, 'permissions'], permissions);
  }
}

function checkSignOn(seed: Seed, references: References): void {
  for (const [index, { organization, domains }] of seed.connections.entries()) {
    references.organization(['connections', index, 'organization'], organization);
    const found = references.find(organization);
    const names = found?.domains.map(({ domain }) => domain.toLowerCase()) ?? [];
    for (const [position, domain] of domains.entries()) {
      if (!found) continue;
      references.oneOf(['connections', index, 'domains', position], 'domain', domain.toLowerCase(), names);
    }
  }
  for (const [index, organization] of seed.organizations.entries()) {
    const hasConnection = seed.connections.some(
      (each) => references.find(each.organization) === organization,
    );
    if (organization.sso_required && !hasConnection) {
      references.report(['organizations', index, 'sso_required'], 'This requires an entry in `connections`.');
    }
  }
}

function checkDirectories(seed: Seed, references: References): void {
  for (const [index, { organization, groups, users }] of seed.directories.entries()) {
    references.organization(['directories', index, 'organization'], organization);
    for (const [user, { groups: memberOf }] of users.entries()) {
      for (const [position, group] of memberOf.entries()) {
        references.oneOf(['directories', index, 'users', user, 'groups', position], 'group', group, groups);
      }
    }
  }
  for (const [index, { organization }] of seed.auditLogStreams.entries()) {
    references.organization(['auditLogStreams', index, 'organization'], organization);
  }
}

function checkFeatureFlags(seed: Seed, references: References): void {
  for (const [index, { targets }] of seed.featureFlags.entries()) {
    const path = ['featureFlags', index, 'targets'];
    for (const [position, email] of targets.users.entries()) {
      references.user([...path, 'users', position], email);
    }
    for (const [position, organization] of targets.organizations.entries()) {
      references.organization([...path, 'organizations', position], organization);
    }
  }
}

function checkPipes(seed: Seed, references: References): void {
  const slugs = (ownership?: string) =>
    seed.dataIntegrations
      .filter((integration) => ownership === undefined || integration.ownership === ownership)
      .map(({ slug }) => slug);
  for (const [index, { data_integrations }] of seed.organizations.entries()) {
    for (const [position, { provider, ownership }] of data_integrations.entries()) {
      const path = ['organizations', index, 'data_integrations', position, 'provider'];
      if (provider !== '*') references.oneOf(path, 'data integration', provider, slugs(ownership));
    }
  }
  for (const [index, { organization, email, provider, auth_method }] of seed.connectedAccounts.entries()) {
    const path = ['connectedAccounts', index];
    const ownership = email ? 'userland_user' : 'organization';
    references.organization([...path, 'organization'], organization);
    if (email) references.member([...path, 'email'], email, organization);
    references.oneOf([...path, 'provider'], 'data integration', provider, slugs(ownership));
    const integration = seed.dataIntegrations.find(
      (each) => each.slug === provider && each.ownership === ownership,
    );
    if (integration && !integration.auth_methods.includes(auth_method)) {
      references.report([...path, 'auth_method'], `${provider} connects with ${integration.auth_methods}.`);
    }
  }
}
