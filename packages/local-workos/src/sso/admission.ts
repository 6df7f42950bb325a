import type { LocalWorkOS } from '../http/context.ts';
import { type Connection, emailDomain } from '../store/connections.ts';
import { type Database, requireRow } from '../store/database.ts';
import { isVerified, listDomains } from '../store/domains.ts';
import { createMembership, findMembershipOf, setMembershipStatus } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { defaultRole } from '../store/roles.ts';
import { createUser, findUserByEmail, type User, updateUser } from '../store/users.ts';
import type { Profile } from './protocol.ts';

export type Admission =
  | { ok: true; user: User; mustVerifyEmail: boolean }
  | { ok: false; problem: 'outside_organization' | 'deactivated' };

/**
 * Finds the user of a profile, and decides whether the organization admits them. The organization vouches for
 * addresses in its verified domains, so new people there get an account and a membership with the default role.
 * An identity provider could claim any other address without owning it, so those must belong to a member, who
 * must then verify the address: https://workos.com/docs/authkit/jit-provisioning
 */
export function admit(local: LocalWorkOS, connection: Connection, profile: Profile): Admission {
  const { db } = local;
  const existing = findUserByEmail(db, profile.email);
  const membership = existing && findMembershipOf(db, existing.id, connection.organization_id);
  if (membership?.status === 'inactive') return { ok: false, problem: 'deactivated' };
  if (!isOwnAddress(db, connection, profile.email)) {
    if (!existing || !membership) return { ok: false, problem: 'outside_organization' };
    return { ok: true, user: existing, mustVerifyEmail: true };
  }
  return db.transaction(() => {
    const user = existing ? vouchFor(db, existing, profile) : createVerifiedUser(db, profile);
    if (!membership) {
      createMembership(db, {
        user_id: user.id,
        organization_id: connection.organization_id,
        roles: [defaultRole(db).slug],
        status: 'active',
      });
    } else if (membership.status === 'pending') {
      setMembershipStatus(db, membership.id, 'active');
    }
    return { ok: true, user, mustVerifyEmail: false };
  });
}

/**
 * Whether the SSO API may hand out a profile. Addresses in other domains need the organization's consent:
 * https://workos.com/docs/reference/sso/get-authorization-url
 */
export function allowsProfile(db: Database, connection: Connection, email: string): boolean {
  const organization = requireRow(findOrganization(db, connection.organization_id));
  return organization.allow_profiles_outside_organization === 1 || isOwnAddress(db, connection, email);
}

function isOwnAddress(db: Database, { organization_id }: Connection, email: string): boolean {
  return listDomains(db, organization_id).some(
    (domain) => isVerified(domain) && domain.domain === emailDomain(email),
  );
}

function createVerifiedUser(db: Database, { email, firstName, lastName }: Profile): User {
  return createUser(db, { email, email_verified: 1, first_name: firstName, last_name: lastName });
}

/** Keeps existing names. Removes a password set before the address was verified, which may be a stranger's. */
function vouchFor(db: Database, user: User, { firstName, lastName }: Profile): User {
  return updateUser(db, user.id, {
    first_name: user.first_name ?? firstName,
    last_name: user.last_name ?? lastName,
    ...(user.email_verified ? {} : { email_verified: 1, password_hash: null }),
  });
}
