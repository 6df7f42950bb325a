import type { LocalWorkOS } from '../http/context.ts';
import { invite } from '../invitations/invite.ts';
import type { Database } from '../store/database.ts';
import { type Directory, updateDirectory } from '../store/directories.ts';
import { listProviderPeople, type ProviderPerson, providerGroups } from '../store/directory-provider.ts';
import {
  createDirectoryUser,
  type DirectoryUser,
  type DirectoryUserFields,
  deleteDirectoryUser,
  listDirectoryUsers,
  listGroupsOf,
  setDirectoryGroups,
  setGroupsOf,
  updateDirectoryUser,
} from '../store/directory-users.ts';
import { isVerified, listDomains } from '../store/domains.ts';
import {
  createMembership,
  deleteMembership,
  findMembershipOf,
  setMembershipStatus,
} from '../store/memberships.ts';
import { defaultRole } from '../store/roles.ts';
import { createUser, findUser, findUserByEmail, type User, updateUser } from '../store/users.ts';

/** The number of people that a sync changed. */
export interface SyncReport {
  added: number;
  updated: number;
  deactivated: number;
  removed: number;
}

/**
 * Brings users and memberships in line with the directory at the provider. Idempotent. The rules are those of
 * https://workos.com/docs/authkit/directory-provisioning: an address in a verified domain of the organization
 * becomes a member immediately, and any other address is invited.
 * @returns undefined when the provider rejects the access token. The directory is then `invalid_credentials`.
 */
export function syncDirectory(local: LocalWorkOS, directory: Directory): SyncReport | undefined {
  const { db } = local;
  if (!acceptsToken(directory, directory.token_hash)) {
    updateDirectory(db, directory.id, { state: 'invalid_credentials' });
    return undefined;
  }
  return db.transaction(() => {
    const report: SyncReport = { added: 0, updated: 0, deactivated: 0, removed: 0 };
    const people = listProviderPeople(db, directory.id);
    const known = new Map(listDirectoryUsers(db, directory.id).map((each) => [each.idp_id, each]));
    for (const gone of known.values()) {
      if (people.some(({ id }) => id === gone.idp_id)) continue;
      removePerson(local, directory, gone);
      report.removed++;
    }
    setDirectoryGroups(db, directory.id, people.flatMap(providerGroups));
    for (const person of people) {
      const change = syncPerson(local, directory, person, known.get(person.id));
      if (change) report[change]++;
    }
    updateDirectory(db, directory.id, { state: 'linked', last_sync_run_at: db.timestamp() });
    return report;
  });
}

/** Whether the provider accepts this token. */
export function acceptsToken(directory: Directory, tokenHash: string | null): boolean {
  return tokenHash !== null && tokenHash === directory.provider_token_hash;
}

/** Whether an address is in a verified domain of the organization. */
export function isInVerifiedDomain(db: Database, organizationId: string, email: string): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return listDomains(db, organizationId).some((each) => each.domain === domain && isVerified(each));
}

function syncPerson(
  local: LocalWorkOS,
  directory: Directory,
  person: ProviderPerson,
  known: DirectoryUser | undefined,
): keyof SyncReport | undefined {
  const { db } = local;
  const fields: DirectoryUserFields = {
    email: person.email,
    first_name: person.first_name,
    last_name: person.last_name,
    state: person.active ? 'active' : 'inactive',
  };
  const groups = providerGroups(person);
  const differs = known && (hasChanged(known, fields) || groupNames(db, known) !== sorted(groups));
  const directoryUser =
    known ?? createDirectoryUser(db, { ...fields, directory_id: directory.id, idp_id: person.id });
  if (differs) updateDirectoryUser(db, directoryUser.id, fields);
  setGroupsOf(db, directoryUser, groups);

  const current = { ...directoryUser, ...fields };
  if (person.active) provision(local, directory, current);
  else deactivate(local, directory, current);

  if (!known) return 'added';
  if (!differs) return undefined;
  return known.state === 'active' && fields.state === 'inactive' ? 'deactivated' : 'updated';
}

/** Creates a person's account and membership where they are missing. */
function provision(local: LocalWorkOS, directory: Directory, person: DirectoryUser): void {
  const { db } = local;
  const organizationId = directory.organization_id;
  const verified = isInVerifiedDomain(db, organizationId, person.email);
  const names = { first_name: person.first_name, last_name: person.last_name };
  const existing = accountOf(db, person);
  // Only a new account counts as verified, because someone else may know the password of an existing one.
  const user =
    existing ?? createUser(db, { ...names, email: person.email, email_verified: Number(verified) });
  if (existing && verified && (user.first_name !== names.first_name || user.last_name !== names.last_name)) {
    updateUser(db, user.id, names);
  }
  if (person.user_id !== user.id) updateDirectoryUser(db, person.id, { user_id: user.id });

  const membership = findMembershipOf(db, user.id, organizationId);
  if (!membership && !verified) {
    invite(local, { email: user.email, organizationId });
  } else if (!membership) {
    const roles = [defaultRole(db).slug];
    createMembership(db, { user_id: user.id, organization_id: organizationId, roles, status: 'active' });
  } else if (membership.status === 'inactive' || (membership.status === 'pending' && verified)) {
    setMembershipStatus(db, membership.id, 'active');
  }
}

/** Ends a person's access. Keeps the membership in case they return, unless it is still a pending invitation. */
function deactivate(local: LocalWorkOS, directory: Directory, person: DirectoryUser): void {
  const { db } = local;
  const user = accountOf(db, person);
  const membership = user && findMembershipOf(db, user.id, directory.organization_id);
  if (!user || !membership) return;
  if (person.user_id !== user.id) updateDirectoryUser(db, person.id, { user_id: user.id });
  if (membership.status === 'pending') deleteMembership(db, membership.id);
  if (membership.status === 'active') setMembershipStatus(db, membership.id, 'inactive');
}

/** Handles a person who left the directory: deletes the membership, but keeps the account. */
function removePerson(local: LocalWorkOS, directory: Directory, person: DirectoryUser): void {
  const { db } = local;
  const user = person.user_id ? findUser(db, person.user_id) : undefined;
  const membership = user && findMembershipOf(db, user.id, directory.organization_id);
  if (membership) deleteMembership(db, membership.id);
  deleteDirectoryUser(db, person.id);
}

function accountOf(db: Database, person: DirectoryUser): User | undefined {
  return (person.user_id ? findUser(db, person.user_id) : undefined) ?? findUserByEmail(db, person.email);
}

function hasChanged(known: DirectoryUser, fields: DirectoryUserFields): boolean {
  return (Object.keys(fields) as (keyof DirectoryUserFields)[]).some((key) => known[key] !== fields[key]);
}

function groupNames(db: Database, directoryUser: DirectoryUser): string {
  return sorted(listGroupsOf(db, directoryUser.id).map(({ name }) => name));
}

function sorted(names: readonly string[]): string {
  return JSON.stringify(names.map((name) => name.toLowerCase()).toSorted());
}
