import { listMemberships } from './memberships.ts';
import { type Problem, pathText } from './problems.ts';
import { SYSTEM_PERMISSIONS } from './roles.ts';
import type { Seed } from './schema.ts';

/** A value that must be unique, and its position. */
type Entry = readonly [value: string | undefined, path: Problem['path']];

/** Finds duplicates of values that must be unique. */
export function uniquenessProblems(seed: Seed): Problem[] {
  return groups(seed).flatMap(repeated);
}

/** Groups of values that must be unique within their group, ignoring case. */
function groups(seed: Seed): Entry[][] {
  const { organizations, users, apiKeys, connections, directories, invitations } = seed;
  const memberships = listMemberships(seed);
  const domains = organizations.flatMap((organization, owner) =>
    organization.domains.map((domain, index) => ({
      ...domain,
      owner: organization.name,
      path: ['organizations', owner, 'domains', index, 'domain'],
    })),
  );
  return [
    column('organizations', organizations, 'id'),
    column('organizations', organizations, 'name'),
    column('organizations', organizations, 'external_id'),
    column('organizations', organizations, 'stripe_customer_id'),
    domains.map(({ owner, domain, path }) => [`${domain}' of '${owner}`, path]),
    domains
      .filter(({ state }) => state === 'verified' || state === 'legacy_verified')
      .map(({ domain, path }) => [domain, path]),
    column('webhookEndpoints', seed.webhookEndpoints, 'endpoint_url'),
    column('users', users, 'id'),
    column('users', users, 'email'),
    column('users', users, 'external_id'),
    users.flatMap(({ identities }, user) =>
      identities.map(
        ({ provider, idp_id }, index): Entry => [
          `${provider} ${idp_id}`,
          ['users', user, 'identities', index, 'idp_id'],
        ],
      ),
    ),
    ...users.map(({ identities }, user) =>
      identities.map(
        ({ provider }, index): Entry => [provider, ['users', user, 'identities', index, 'provider']],
      ),
    ),
    users.flatMap(({ sessions }, user) =>
      sessions.map(({ id }, index): Entry => [id, ['users', user, 'sessions', index, 'id']]),
    ),
    memberships.map(({ id, path }) => [id, [...path, 'id']]),
    memberships.map(({ email, organization, path }) => [`${email}' in '${nameOf(seed, organization)}`, path]),
    column('roles', seed.roles, 'slug'),
    ...organizations.map(({ roles }, organization) => [
      // Repeated ones have been found already.
      ...new Map(column('roles', seed.roles, 'slug')),
      ...roles.map(
        ({ slug }, index): Entry => [slug, ['organizations', organization, 'roles', index, 'slug']],
      ),
    ]),
    [
      ...SYSTEM_PERMISSIONS.map((slug): Entry => [slug, ["WorkOS's own permissions"]]),
      ...column('permissions', seed.permissions, 'slug'),
    ],
    column('invitations', invitations, 'id'),
    column('invitations', invitations, 'token'),
    column('apiKeys', apiKeys, 'id'),
    column('apiKeys', apiKeys, 'value'),
    column('featureFlags', seed.featureFlags, 'id'),
    column('featureFlags', seed.featureFlags, 'slug'),
    column('connections', connections, 'id'),
    column('directories', directories, 'id'),
    ...directories.map(({ users }, directory) =>
      users.map(({ email }, index): Entry => [email, ['directories', directory, 'users', index, 'email']]),
    ),
    ...directories.map(({ groups }, directory) =>
      groups.map((group, index): Entry => [group, ['directories', directory, 'groups', index]]),
    ),
    column('auditLogStreams', seed.auditLogStreams, 'organization'),
    seed.dataIntegrations.map(({ slug, ownership }, index) => [
      `${slug}' with ownership '${ownership}`,
      ['dataIntegrations', index, 'slug'],
    ]),
    seed.connectedAccounts.map(({ email = 'everybody', organization, provider }, index) => [
      `${provider}' of '${email}' in '${nameOf(seed, organization)}`,
      ['connectedAccounts', index],
    ]),
    seed.redirectUris.map((uri, index) => [uri, ['redirectUris', index]]),
    seed.corsOrigins.map((origin, index) => [origin, ['corsOrigins', index]]),
  ];
}

function column<Key extends string>(
  section: string,
  rows: readonly { [K in Key]?: string | undefined }[],
  key: Key,
): Entry[] {
  return rows.map((row, index) => [row[key], [section, index, key]]);
}

/** Resolves a reference, because an organization can also be referred to by id. */
function nameOf({ organizations }: Seed, reference: string): string {
  return organizations.find(({ id }) => id === reference)?.name ?? reference;
}

function repeated(entries: readonly Entry[]): Problem[] {
  const first = new Map<string, Problem['path']>();
  return entries.flatMap(([value, path]) => {
    const key = value?.toLowerCase();
    const earlier = key && first.get(key);
    if (key && !earlier) first.set(key, path);
    return earlier ? [{ path, message: `'${value}' is already at ${pathText(earlier)}.` }] : [];
  });
}
