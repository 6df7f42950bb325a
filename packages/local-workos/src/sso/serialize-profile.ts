import { publicConnectionType } from '../store/connection-types.ts';
import { findConnection } from '../store/connections.ts';
import { type Database, requireRow } from '../store/database.ts';
import { findActiveMembership, membershipRoles } from '../store/memberships.ts';
import { defaultRole } from '../store/roles.ts';
import type { SsoProfile } from '../store/sso-profiles.ts';
import { displayName, findUserByEmail } from '../store/users.ts';
import { oauthConnectionId } from './oauth-providers.ts';

/** A profile as in https://workos.com/docs/reference/sso/profile */
export function serializeProfile(db: Database, profile: SsoProfile) {
  const { first_name, last_name } = profile;
  return {
    object: 'profile' as const,
    id: profile.id,
    ...origin(db, profile),
    idp_id: profile.idp_id,
    email: profile.email,
    first_name,
    last_name,
    name: first_name || last_name ? displayName(profile) : null,
    raw_attributes: JSON.parse(profile.raw_attributes),
  };
}

/** Where the person comes from. Only organizations have roles. */
function origin(db: Database, { connection_id: id, provider, email }: SsoProfile) {
  if (id === null) {
    const connectionId = oauthConnectionId(provider ?? '');
    return { organization_id: null, connection_id: connectionId, connection_type: provider ?? '' };
  }
  const connection = requireRow(findConnection(db, id));
  const roles = rolesOf(db, email, connection.organization_id);
  return {
    organization_id: connection.organization_id,
    connection_id: id,
    connection_type: publicConnectionType(connection.connection_type),
    role: roles[0] ?? null,
    roles,
  };
}

/** The roles of a member with this address. Anyone else would get the default role. */
function rolesOf(db: Database, email: string, organizationId: string): { slug: string }[] {
  const user = findUserByEmail(db, email);
  const membership = user && findActiveMembership(db, user.id, organizationId);
  const roles = membership ? membershipRoles(db, membership.id) : [defaultRole(db)];
  return roles.map(({ slug }) => ({ slug }));
}
