import { type ApiError, oauthError } from '../http/api-error.ts';
import { listActiveConnections } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { findActiveMembership } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import type { Session } from '../store/sessions.ts';
import { findUser } from '../store/users.ts';

/** How somebody has signed in: of a session, or of a sign-in under way. */
export type SignInProof = Pick<Session, 'user_id' | 'authentication_method' | 'second_factor_at'> &
  Partial<Pick<Session, 'connection_id'>>;

/** Why a sign-in is not enough for an organization, in the shape of the refresh token grant's error. */
export interface PolicyViolation {
  error: 'mfa_enrollment' | 'sso_required';
  description: string;
  details?: Record<string, unknown>;
}

/**
 * What an organization asks for beyond membership and a sign-in has not given; undefined when it is enough.
 * A refresh is refused with it, and the app then starts a sign-in to the organization, which asks for it.
 */
export function policyViolation(
  db: Database,
  organizationId: string,
  proof: SignInProof,
): PolicyViolation | undefined {
  // Whoever acts as somebody else is asked for none of that person's proofs.
  if (proof.authentication_method === 'Impersonation') return undefined;
  return ssoViolation(db, organizationId, proof) ?? mfaViolation(db, organizationId, proof);
}

/** @throws ApiError when the organization is not there, or a person no active member of it. */
export function requireMembership(db: Database, userId: string, organizationId: string): void {
  if (!findOrganization(db, organizationId)) {
    throw oauthError('organization_not_found', `Organization not found: '${organizationId}'.`);
  }
  if (!findActiveMembership(db, userId, organizationId)) {
    throw oauthError('organization_membership_not_found', 'The user is not a member of the organization.');
  }
}

/** The violation as the token endpoint answers it. */
export function policyError({ error, description, details }: PolicyViolation): ApiError {
  return oauthError(error, description, details);
}

/** The error for who has to sign in through a connection. */
export function ssoRequired(connectionIds: readonly string[], email: string): PolicyViolation {
  return {
    error: 'sso_required',
    description: "Sign in through the organization's identity provider.",
    details: { connection_ids: connectionIds, email },
  };
}

/**
 * Whether a sign-in counts as one with several factors. A passkey is two in one, and whoever comes through
 * an identity provider was asked for the second there: https://workos.com/docs/authkit/mfa
 */
export function hasSecondFactor(
  proof: Pick<SignInProof, 'authentication_method' | 'second_factor_at'>,
): boolean {
  return proof.second_factor_at !== null || ['Passkey', 'SSO'].includes(proof.authentication_method);
}

/** An organization that requires SSO wants its own. Without an active connection there is no way to do so. */
function ssoViolation(db: Database, organizationId: string, proof: SignInProof): PolicyViolation | undefined {
  if (findOrganization(db, organizationId)?.sso_required !== 1) return undefined;
  const connectionIds = listActiveConnections(db, organizationId).map(({ id }) => id);
  if (connectionIds.length === 0 || connectionIds.some((id) => id === proof.connection_id)) return undefined;
  return ssoRequired(connectionIds, findUser(db, proof.user_id)?.email ?? '');
}

function mfaViolation(db: Database, organizationId: string, proof: SignInProof): PolicyViolation | undefined {
  const required = findOrganization(db, organizationId)?.mfa_required === 1;
  if (!required || hasSecondFactor(proof)) return undefined;
  return {
    error: 'mfa_enrollment',
    description: 'The organization requires multi-factor authentication.',
  };
}
