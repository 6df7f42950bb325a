import { authenticationFailed, authenticationSucceeded } from '../events/authentication.ts';
import { ApiError, badRequest, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { acceptInvitation } from '../invitations/invite.ts';
import { usableInvitation } from '../invitations/usable-invitation.ts';
import { type ChallengeResult, verifyChallenge } from '../mfa/authentication-factors.ts';
import { verifyPasswordAtSignIn } from '../passwords/hash.ts';
import { findChallenge, findFactor, listAuthenticators } from '../store/authentication-factors.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { findConnectionOfAddress } from '../store/connections.ts';
import { type Database, requireRow } from '../store/database.ts';
import { findInvitation } from '../store/invitations.ts';
import { listActiveMemberships, type OrganizationMembership } from '../store/memberships.ts';
import { latestOneTimeCode, type OneTimeCodeResult, redeemOneTimeCode } from '../store/one-time-codes.ts';
import { findOrganization } from '../store/organizations.ts';
import { createSession, type Session } from '../store/sessions.ts';
import { findUser, findUserByEmail, type User, updateUser } from '../store/users.ts';
import { mailVerificationCode } from '../users/mails.ts';
import { serializeUser } from '../users/serialize.ts';
import { policyError, policyViolation, requireMembership, ssoRequired } from './organization-policy.ts';
import {
  createPendingAuthentication,
  endPendingAuthentication,
  findPendingAuthentication,
  type PendingAuthentication,
  type PendingStep,
} from './pending-authentications.ts';
import { missingSecondFactor } from './second-factor.ts';

/** Where a sign-in comes from, as reported by the app's server. */
interface Origin {
  ip_address?: string | undefined;
  user_agent?: string | undefined;
}

/** The password grant. @throws ApiError 403 with a pending authentication token when another step is needed. */
export async function passwordSession(
  local: LocalWorkOS,
  grant: Origin & { email: string; password: string; invitation_token?: string | undefined },
): Promise<Session> {
  const { db } = local;
  if (!readAuthenticationSettings(db).passwords) {
    throw new ApiError(403, {
      code: 'email_password_auth_disabled',
      message: 'Email and password authentication is turned off in this environment.',
    });
  }
  local.rateLimits.require('authentication', grant.email);
  const user = findUserByEmail(db, grant.email);
  const attempt = { type: 'password', visitor: grant, userId: user?.id, email: grant.email } as const;
  if (!(await verifyPasswordAtSignIn(db, user, grant.password)) || !user) {
    authenticationFailed(db, attempt, INVALID_CREDENTIALS);
    throw badRequest(...INVALID_CREDENTIALS);
  }
  const connection = findConnectionOfAddress(db, user.email);
  if (connection) throw policyError(ssoRequired([connection.id], user.email));
  authenticationSucceeded(db, attempt);
  return goOn(local, {
    user_id: user.id,
    authentication_method: 'Password',
    second_factor_at: null,
    organization_id: grant.invitation_token ? joinByInvitation(local, grant.invitation_token, user) : null,
    ip_address: grant.ip_address ?? null,
    user_agent: grant.user_agent ?? null,
  });
}

/**
 * Accepts the invitation that an app names with a sign-in. @returns The organization that it is for, if any.
 * @throws ApiError 400 if it cannot be used.
 */
export function joinByInvitation(local: LocalWorkOS, token: string, user: User): string | null {
  const accepted = acceptInvitation(local, usableInvitation(local.db, token, user.email), user);
  return accepted.ok ? accepted.invitation.organization_id : null;
}

/**
 * The grant `urn:workos:oauth:grant-type:magic-auth:code`. The code proves the mailbox, so it also verifies the address
 * and accepts the invitation that the app names now or named for the code.
 */
export function magicAuthSession(
  local: LocalWorkOS,
  grant: Origin & { email: string; code: string; invitation_token?: string | undefined },
): Session {
  const { db } = local;
  local.rateLimits.require('authentication', grant.email);
  const user = findUserByEmail(db, grant.email);
  if (!user) throw badRequest(...CODE_PROBLEMS.invalid);
  const connection = findConnectionOfAddress(db, user.email);
  if (connection) throw policyError(ssoRequired([connection.id], user.email));
  const named = grant.invitation_token && usableInvitation(db, grant.invitation_token, user.email);
  const code = latestOneTimeCode(db, user.id, 'magic_auth');
  const invitation = named || (code?.invitation_id ? findInvitation(db, code.invitation_id) : undefined);
  const result = redeemOneTimeCode(db, user.id, 'magic_auth', grant.code);
  requireCode(db, result, { type: 'magic_auth', visitor: grant, userId: user.id, email: user.email });
  if (!user.email_verified) {
    // A password from before may be a stranger's.
    updateUser(db, user.id, { email_verified: 1, password_hash: null });
  }
  const accepted = invitation && acceptInvitation(local, invitation, user);
  return goOn(local, {
    user_id: user.id,
    authentication_method: 'MagicAuth',
    second_factor_at: null,
    organization_id: accepted?.ok ? accepted.invitation.organization_id : null,
    ip_address: grant.ip_address ?? null,
    user_agent: grant.user_agent ?? null,
  });
}

/** The grant `urn:workos:oauth:grant-type:email-verification:code`. */
export function emailVerificationSession(
  local: LocalWorkOS,
  grant: Origin & { code: string; pending_authentication_token: string },
): Session {
  const { db } = local;
  const pending = requirePending(db, grant, 'email_verification');
  const { id: userId, email } = requireRow(findUser(db, pending.user_id));
  local.rateLimits.require('authentication', email);
  const result = redeemOneTimeCode(db, userId, 'email_verification', grant.code);
  requireCode(db, result, { type: 'email_verification', visitor: grant, userId, email });
  updateUser(db, pending.user_id, { email_verified: 1 });
  return goOnFrom(local, pending, grant, {});
}

/** The grant `urn:workos:oauth:grant-type:organization-selection`. */
export function organizationSession(
  local: LocalWorkOS,
  grant: Origin & { pending_authentication_token: string; organization_id: string },
): Session {
  const { db } = local;
  const pending = requirePending(db, grant, 'organization');
  requireMembership(db, pending.user_id, grant.organization_id);
  return goOnFrom(local, pending, grant, { organization_id: grant.organization_id });
}

/**
 * The grant `urn:workos:oauth:grant-type:mfa-totp`, which continues a sign-in that the password grant started.
 */
export async function totpSession(
  local: LocalWorkOS,
  grant: Origin & { code: string; pending_authentication_token: string; authentication_challenge_id: string },
): Promise<Session> {
  const { db } = local;
  const pending = requirePending(db, grant, 'second_factor');
  const id = grant.authentication_challenge_id;
  const challenge = orNotFound(findChallenge(db, id), 'Authentication challenge', id);
  if (findFactor(db, challenge.authentication_factor_id)?.user_id !== pending.user_id) {
    throw badRequest('user_mismatch', 'The challenge is not for the user who is signing in.');
  }
  local.rateLimits.require('authentication', id);
  const result = await verifyChallenge(db, challenge, grant.code);
  const { id: userId, email } = requireRow(findUser(db, pending.user_id));
  requireCode(db, result, { type: 'mfa', visitor: grant, userId, email });
  return goOnFrom(local, pending, grant, { second_factor_at: db.timestamp() });
}

type SignIn = Omit<PendingAuthentication, 'token_hash' | 'awaits'>;

/** Uses up the token of a completed step. */
function goOnFrom(
  local: LocalWorkOS,
  { token_hash, awaits: _, ...signIn }: PendingAuthentication,
  { ip_address, user_agent }: Origin,
  proved: Partial<SignIn>,
): Session {
  endPendingAuthentication(local.db, token_hash);
  return goOn(local, {
    ...signIn,
    ...proved,
    ip_address: ip_address ?? signIn.ip_address,
    user_agent: user_agent ?? signIn.user_agent,
  });
}

/** Starts the session. @throws ApiError 403 for a missing step, with a token to continue. */
function goOn(local: LocalWorkOS, signIn: SignIn): Session {
  const { db } = local;
  const user = requireRow(findUser(db, signIn.user_id));
  if (!user.email_verified) throw emailVerificationError(local, user, signIn);
  const missing = missingSecondFactor(db, signIn, null);
  if (missing) throw secondFactorError(local, user, missing, signIn);

  const memberships = signIn.organization_id ? [] : listActiveMemberships(db, user.id);
  if (memberships.length > 1) throw organizationSelectionError(local, user, memberships, signIn);
  const organizationId = signIn.organization_id ?? memberships[0]?.organization_id ?? null;
  const violation = organizationId ? policyViolation(db, organizationId, signIn) : undefined;
  if (violation?.error === 'sso_required') throw policyError(violation);
  const missingThere = missingSecondFactor(db, signIn, organizationId);
  const complete = { ...signIn, organization_id: organizationId };
  if (missingThere) throw secondFactorError(local, user, missingThere, complete);

  updateUser(db, user.id, { last_sign_in_at: db.timestamp() });
  return createSession(db, complete);
}

function requirePending(
  db: Database,
  { pending_authentication_token: token }: { pending_authentication_token: string },
  awaits: PendingStep,
): PendingAuthentication {
  const pending = findPendingAuthentication(db, token, awaits);
  if (pending) return pending;
  throw badRequest(
    'invalid_pending_authentication_token',
    'The token is unknown, expired, already used, or meant for another step.',
  );
}

/** The errors as documented: https://workos.com/docs/reference/authkit/authentication-errors */
function emailVerificationError(local: LocalWorkOS, user: User, signIn: SignIn): ApiError {
  return new ApiError(403, {
    code: 'email_verification_required',
    message: 'Email ownership must be verified before authentication.',
    email: user.email,
    email_verification_id: mailVerificationCode(local, user),
    pending_authentication_token: createPendingAuthentication(local.db, 'email_verification', signIn),
  });
}

function organizationSelectionError(
  { db, origin }: LocalWorkOS,
  user: User,
  memberships: readonly OrganizationMembership[],
  signIn: SignIn,
): ApiError {
  return new ApiError(403, {
    code: 'organization_selection_required',
    message: 'The user must choose an organization to finish their authentication.',
    user: serializeUser(origin, user),
    organizations: memberships.map(({ organization_id: id }) => {
      const { name } = requireRow(findOrganization(db, id));
      return { id, name };
    }),
    pending_authentication_token: createPendingAuthentication(db, 'organization', signIn),
  });
}

function secondFactorError(
  { db, origin }: LocalWorkOS,
  user: User,
  missing: 'challenge' | 'enrollment',
  signIn: SignIn,
): ApiError {
  const body = {
    pending_authentication_token: createPendingAuthentication(db, 'second_factor', signIn),
    user: serializeUser(origin, user),
  };
  if (missing === 'enrollment') {
    const message = 'The user must enroll in multi-factor authentication to sign in.';
    return new ApiError(403, { code: 'mfa_enrollment', message, ...body });
  }
  return new ApiError(403, {
    code: 'mfa_challenge',
    message: 'The user must complete a multi-factor authentication challenge to sign in.',
    ...body,
    authentication_factors: listAuthenticators(db, user.id).map(({ id, type }) => ({ id, type })),
  });
}

/** Records what came of a code. @throws ApiError 400 unless it was right. */
function requireCode(
  db: Database,
  result: ChallengeResult | OneTimeCodeResult,
  attempt: Parameters<typeof authenticationSucceeded>[1],
): void {
  if (result === 'ok' || result === 'valid') {
    authenticationSucceeded(db, attempt);
    return;
  }
  authenticationFailed(db, attempt, CODE_PROBLEMS[result]);
  throw badRequest(...CODE_PROBLEMS[result]);
}

const INVALID_CREDENTIALS = ['invalid_credentials', 'Invalid credentials.'] as const;

const CODE_PROBLEMS: Record<Exclude<ChallengeResult, 'valid'>, [code: string, message: string]> = {
  invalid: ['invalid_one_time_code', 'The code is incorrect or has already been used.'],
  used: ['one_time_code_previously_used', 'The challenge has already been completed.'],
  expired: ['one_time_code_expired', 'The code has expired.'],
  too_many_attempts: ['one_time_code_too_many_attempts', 'Too many attempts. Create a new challenge.'],
};
