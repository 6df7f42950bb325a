import { type ApiError, oauthError } from '../http/api-error.ts';
import { listActiveConnections } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { findActiveMembership } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import type { Session } from '../store/sessions.ts';
import { findUser } from '../store/users.ts';

/** How a person signed in: in a session, or in a sign-in in progress. */
export type SignInProof = Pick<Session, 'user_id' | 'authentication_method' | 'second_factor_at'> &
  Partial<Pick<Session, 'connection_id'>>;

/** Why a sign-in does not satisfy an organization's policy, in the shape of the refresh token grant's error. */
export interface PolicyViolation {
  error: 'mfa_enrollment' | 'sso_required';
  description: string;
  details?: Record<string, unknown>;
}

/**
 * Checks a sign-in against an organization's policy. Returns undefined if it satisfies the policy. A refresh
 * fails with the violation, and the app then starts a sign-in to the organization.
 */
export function policyViolation(
  db: Database,
  organizationId: string,
  proof: SignInProof,
): PolicyViolation | undefined {
  // Impersonation requires none of the person's credentials.
  if (proof.authentication_method === 'Impersonation') return undefined;
  return ssoViolation(db, organizationId, proof) ?? mfaViolation(db, organizationId, proof);
}

/** @throws ApiError when the organization does not exist, or the user is not an active member. */
export function requireMembership(db: Database, userId: string, organizationId: string): void {
  if (!findOrganization(db, organizationId)) {
    throw oauthError('organization_not_found', `Organization not found: '${organizationId}'.`);
  }
  if (!findActiveMembership(db, userId, organizationId)) {
    throw oauthError('organization_membership_not_found', 'The user is not a member of the organization.');
  }
}

/** The violation as an error of the token endpoint. */
export function policyError({ error, description, details }: PolicyViolation): ApiError {
  return oauthError(error, description, details);
}

/** The error for people who must sign in through a connection. */
export function ssoRequired(connectionIds: readonly string[], email: string): PolicyViolation {
  return {
    error: 'sso_required',
    description: "Sign in through the organization's identity provider.",
    details: { connection_ids: connectionIds, email },
  };
}

/**
 * Whether a sign-in counts as multi-factor. A passkey is two factors in one, and an identity provider asks for
 * the second factor itself: https://workos.com/docs/authkit/mfa
 */
export function hasSecondFactor(
  proof: Pick<SignInProof, 'authentication_method' | 'second_factor_at'>,
): boolean {
  return proof.second_factor_at !== null || ['Passkey', 'SSO'].includes(proof.authentication_method);
}

/**
 * An organization that requires SSO accepts only its own connections. The policy does not apply without an
 * active one.
 */
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
