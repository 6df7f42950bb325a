import { apiKeyPermissions } from '../store/api-key-permissions.ts';
import type { ApiKey } from '../store/api-keys.ts';
import type { AuthenticationChallenge, AuthenticationFactor } from '../store/authentication-factors.ts';
import type { Database } from '../store/database.ts';
import { isDirectoryManaged } from '../store/directories.ts';
import { type Invitation, invitationState } from '../store/invitations.ts';
import { listDomains, type OrganizationDomain } from '../store/organization-domains.ts';
import { membershipRoles, type OrganizationMembership } from '../store/organization-memberships.ts';
import { findOrganization, type Organization } from '../store/organizations.ts';
import { type Permission, type Role, rolePermissions } from '../store/roles.ts';
import type { Session } from '../store/sessions.ts';
import { findUser, type User } from '../store/users.ts';
import type { TotpEnrollment } from '../totp.ts';

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
    ...(session.impersonator_email
      ? { impersonator: { email: session.impersonator_email, reason: session.impersonation_reason } }
      : {}),
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
    allow_profiles_outside_organization: organization.allow_profiles_outside_organization === 1,
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
    directory_managed: isDirectoryManaged(db, membership.user_id, membership.organization_id),
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

/** @param enrollment Given when the factor is new: the secret is not shown again. */
export function serializeFactor(factor: AuthenticationFactor, enrollment?: TotpEnrollment) {
  return {
    object: 'authentication_factor' as const,
    id: factor.id,
    type: factor.type,
    ...(factor.user_id ? { user_id: factor.user_id } : {}),
    ...(factor.phone_number ? { sms: { phone_number: factor.phone_number } } : {}),
    ...(factor.type === 'totp'
      ? { totp: enrollment ?? { issuer: factor.totp_issuer ?? '', user: factor.totp_user ?? '' } }
      : {}),
    created_at: factor.created_at,
    updated_at: factor.updated_at,
  };
}

/** @param code Of a `generic_otp` factor, which the app delivers itself. */
export function serializeChallenge(challenge: AuthenticationChallenge, code?: string) {
  return {
    object: 'authentication_challenge' as const,
    id: challenge.id,
    ...(challenge.expires_at ? { expires_at: challenge.expires_at } : {}),
    ...(code ? { code } : {}),
    authentication_factor_id: challenge.authentication_factor_id,
    created_at: challenge.created_at,
    updated_at: challenge.updated_at,
  };
}

export function serializeApiKey(db: Database, apiKey: ApiKey) {
  return {
    object: 'api_key' as const,
    id: apiKey.id,
    owner: apiKey.user_id
      ? { type: 'user' as const, id: apiKey.user_id, organization_id: apiKey.organization_id }
      : { type: 'organization' as const, id: apiKey.organization_id },
    name: apiKey.name,
    obfuscated_value: apiKey.obfuscated_value,
    last_used_at: apiKey.last_used_at,
    expires_at: apiKey.expires_at,
    permissions: apiKeyPermissions(db, apiKey),
    created_at: apiKey.created_at,
    updated_at: apiKey.updated_at,
  };
}
