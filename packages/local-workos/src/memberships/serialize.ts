import type { Database } from '../store/database.ts';
import { isDirectoryManaged } from '../store/directories.ts';
import { membershipRoles, type OrganizationMembership } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { findUser } from '../store/users.ts';
import { serializeUser } from '../users/serialize.ts';

export function serializeMembership(db: Database, origin: string, membership: OrganizationMembership) {
  const roles = membershipRoles(db, membership.id).map(({ slug }) => ({ slug }));
  const user = findUser(db, membership.user_id);
  return {
    ...serializeMembershipBase(db, membership),
    role: roles[0] ?? { slug: '' },
    roles,
    ...(user ? { user: serializeUser(origin, user) } : {}),
  };
}

/** A membership without its roles and user, as lists of groups have it. */
export function serializeMembershipBase(db: Database, membership: OrganizationMembership) {
  return {
    object: 'organization_membership' as const,
    id: membership.id,
    user_id: membership.user_id,
    organization_id: membership.organization_id,
    organization_name: findOrganization(db, membership.organization_id)?.name ?? '',
    status: membership.status,
    directory_managed: isDirectoryManaged(db, membership.user_id, membership.organization_id),
    custom_attributes: {},
    created_at: membership.created_at,
    updated_at: membership.updated_at,
  };
}
