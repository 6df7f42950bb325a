import type { Database } from '../store/database.ts';
import { type Invitation, invitationState } from '../store/invitations.ts';
import { listDomains, type OrganizationDomain } from '../store/organization-domains.ts';
import { membershipRoles, type OrganizationMembership } from '../store/organization-memberships.ts';
import { findOrganization, type Organization } from '../store/organizations.ts';
import { type Permission, type Role, rolePermissions } from '../store/roles.ts';
import type { Session } from '../store/sessions.ts';
import { findUser, type User } from '../store/users.ts';

/** The objects of the public API as its OpenAPI describes them. */

export function serializeUser(user: User) {
  return {
    object: 'user' as const,
    id: user.id,
    email: user.email,
    email_verified: user.email_verified === 1,
    first_name: user.first_name,
    last_name: user.last_name,
    profile_picture_url: user.profile_picture_url,
    last_sign_in_at: user.last_sign_in_at,
    locale: user.locale,
    external_id: user.external_id,
    metadata: JSON.parse(user.metadata),
    created_at: user.created_at,
    updated_at: user.updated_at,
  };
}

/** A session that is active; the API lists no other. */
export function serializeSession(session: Session) {
  return {
    object: 'session' as const,
    id: session.id,
    user_id: session.user_id,
    ...(session.organization_id ? { organization_id: session.organization_id } : {}),
    ip_address: session.ip_address,
    user_agent: session.user_agent,
    auth_method: AUTH_METHODS[session.authentication_method] ?? 'oauth',
    status: 'active' as const,
    expires_at: session.expires_at,
    ended_at: session.ended_at,
    created_at: session.created_at,
    updated_at: session.updated_at,
  };
}

/** What is not here is one of the many OAuth providers. */
const AUTH_METHODS: Record<string, string | undefined> = {
  SSO: 'sso',
  Password: 'password',
  Passkey: 'passkey',
  MagicAuth: 'magic_code',
  CrossAppAuth: 'cross_app_auth',
  ExternalAuth: 'external_auth',
  MigratedSession: 'migrated_session',
  Impersonation: 'impersonation',
};

export function serializeOrganization(db: Database, organization: Organization) {
  return {
    object: 'organization' as const,
    id: organization.id,
    name: organization.name,
    allow_profiles_outside_organization: false,
    domains: listDomains(db, organization.id).map(serializeDomain),
    external_id: organization.external_id,
    ...(organization.stripe_customer_id ? { stripe_customer_id: organization.stripe_customer_id } : {}),
    metadata: JSON.parse(organization.metadata),
    created_at: organization.created_at,
    updated_at: organization.updated_at,
  };
}

export function serializeDomain(domain: OrganizationDomain) {
  return {
    object: 'organization_domain' as const,
    id: domain.id,
    organization_id: domain.organization_id,
    domain: domain.domain,
    state: domain.state,
    verification_prefix: domain.verification_prefix,
    verification_token: domain.verification_token,
    verification_strategy: domain.verification_strategy,
    created_at: domain.created_at,
    updated_at: domain.updated_at,
  };
}

export function serializeMembership(db: Database, membership: OrganizationMembership) {
  const roles = membershipRoles(db, membership.id).map(({ slug }) => ({ slug }));
  const user = findUser(db, membership.user_id);
  return {
    object: 'organization_membership' as const,
    id: membership.id,
    user_id: membership.user_id,
    organization_id: membership.organization_id,
    organization_name: findOrganization(db, membership.organization_id)?.name ?? '',
    status: membership.status,
    directory_managed: false,
    role: roles[0] ?? { slug: '' },
    roles,
    custom_attributes: {},
    ...(user ? { user: serializeUser(user) } : {}),
    created_at: membership.created_at,
    updated_at: membership.updated_at,
  };
}

export function serializeInvitation(db: Database, origin: string, invitation: Invitation) {
  return {
    object: 'invitation' as const,
    id: invitation.id,
    email: invitation.email,
    state: invitationState(db, invitation),
    accepted_at: invitation.accepted_at,
    revoked_at: invitation.revoked_at,
    expires_at: invitation.expires_at,
    organization_id: invitation.organization_id,
    inviter_user_id: invitation.inviter_user_id,
    accepted_user_id: invitation.accepted_user_id,
    role_slug: invitation.role_slug,
    token: invitation.token,
    accept_invitation_url: invitationUrl(origin, invitation),
    created_at: invitation.created_at,
    updated_at: invitation.updated_at,
  };
}

/** The link in the mail. */
export function invitationUrl(origin: string, invitation: Invitation): string {
  return `${origin}/invite?invitation_token=${invitation.token}`;
}

export function serializeRole(db: Database, role: Role) {
  return {
    object: 'role' as const,
    id: role.id,
    slug: role.slug,
    name: role.name,
    description: role.description,
    type: 'EnvironmentRole' as const,
    resource_type_slug: 'organization',
    permissions: rolePermissions(db, role.slug),
    created_at: role.created_at,
    updated_at: role.updated_at,
  };
}

export function serializePermission(permission: Permission) {
  return {
    object: 'permission' as const,
    id: permission.id,
    slug: permission.slug,
    name: permission.name,
    description: permission.description,
    system: permission.system === 1,
    resource_type_slug: 'organization',
    created_at: permission.created_at,
    updated_at: permission.updated_at,
  };
}
