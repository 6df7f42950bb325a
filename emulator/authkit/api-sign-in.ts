import { serializeUser } from '../api/serialize.ts';
import { type ChallengeResult, verifyChallenge } from '../authentication-factors.ts';
import type { LocalWorkOS } from '../context.ts';
import { ApiError, badRequest, orNotFound } from '../http/api-error.ts';
import { verifyPassword } from '../passwords.ts';
import { findChallenge, findFactor, listAuthenticators } from '../store/authentication-factors.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { findConnectionOfAddress } from '../store/connections.ts';
import { createSession, type Session } from '../store/sessions.ts';
import { findUser, findUserByEmail, requireRow, type User, updateUser } from '../store/users.ts';
import { policyError, ssoRequired } from './organization-policy.ts';
import {
  createPendingAuthentication,
  endPendingAuthentication,
  findPendingAuthentication,
} from './pending-authentications.ts';
import { missingSecondFactor } from './second-factor.ts';

/** Where a sign-in comes from, as the app's server says. */
interface Origin {
  ip_address?: string | undefined;
  user_agent?: string | undefined;
}

/** The password grant. @throws ApiError 403 with a pending authentication token when a second factor is needed. */
export async function passwordSession(
  local: LocalWorkOS,
  grant: Origin & { email: string; password: string },
): Promise<Session> {
  const { db } = local;
  if (!readAuthenticationSettings(db).passwords) {
    throw new ApiError(403, {
      code: 'email_password_auth_disabled',
      message: 'Email and password authentication is turned off in this environment.',
    });
  }
  const user = findUserByEmail(db, grant.email);
  if (!user || !(await verifyPassword(user, grant.password))) {
    throw badRequest('invalid_credentials', 'Invalid credentials.');
  }
  const connection = findConnectionOfAddress(db, user.email);
  if (connection) throw policyError(ssoRequired([connection.id], user.email));
  const signIn = {
    user_id: user.id,
    authentication_method: 'Password',
    ip_address: grant.ip_address ?? null,
    user_agent: grant.user_agent ?? null,
  };
  const missing = missingSecondFactor(db, { ...signIn, second_factor_at: null }, null);
  if (missing) throw secondFactorError(local, user, missing, createPendingAuthentication(db, signIn));
  return startSession(local, signIn, null);
}

/** The grant `urn:workos:oauth:grant-type:mfa-totp`, which ends what the password grant began. */
export async function totpSession(
  local: LocalWorkOS,
  grant: Origin & { code: string; pending_authentication_token: string; authentication_challenge_id: string },
): Promise<Session> {
  const { db } = local;
  const pending = findPendingAuthentication(db, grant.pending_authentication_token);
  if (!pending) {
    throw badRequest('invalid_pending_authentication_token', 'The token is unknown, used, or has expired.');
  }
  const id = grant.authentication_challenge_id;
  const challenge = orNotFound(findChallenge(db, id), 'Authentication challenge', id);
  if (findFactor(db, challenge.authentication_factor_id)?.user_id !== pending.user_id) {
    throw badRequest('user_mismatch', 'The challenge is not for the user who is signing in.');
  }
  const result = await verifyChallenge(db, challenge, grant.code);
  if (result !== 'valid') throw badRequest(...CODE_PROBLEMS[result]);
  endPendingAuthentication(db, pending);
  return startSession(
    local,
    {
      ...pending,
      ip_address: grant.ip_address ?? pending.ip_address,
      user_agent: grant.user_agent ?? pending.user_agent,
    },
    db.timestamp(),
  );
}

function startSession(
  { db }: LocalWorkOS,
  signIn: Pick<Session, 'user_id' | 'authentication_method' | 'ip_address' | 'user_agent'>,
  secondFactorAt: string | null,
): Session {
  updateUser(db, signIn.user_id, { last_sign_in_at: db.timestamp() });
  return createSession(db, {
    user_id: signIn.user_id,
    authentication_method: signIn.authentication_method,
    ip_address: signIn.ip_address,
    user_agent: signIn.user_agent,
    organization_id: null,
    second_factor_at: secondFactorAt,
  });
}

/** https://workos.com/docs/reference/authkit/authentication-errors */
function secondFactorError(
  { db }: LocalWorkOS,
  user: User,
  missing: 'challenge' | 'enrollment',
  token: string,
): ApiError {
  const body = {
    pending_authentication_token: token,
    user: serializeUser(requireRow(findUser(db, user.id))),
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

const CODE_PROBLEMS: Record<Exclude<ChallengeResult, 'valid'>, [code: string, message: string]> = {
  invalid: ['invalid_one_time_code', 'The code is not right, or has been used.'],
  used: ['one_time_code_previously_used', 'The challenge has been completed already.'],
  expired: ['one_time_code_expired', 'The code has expired.'],
  too_many_attempts: ['one_time_code_too_many_attempts', 'Too many attempts. Create a new challenge.'],
};
