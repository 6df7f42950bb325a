import type { AuthenticationChallenge, AuthenticationFactor } from '../store/authentication-factors.ts';
import type { TotpEnrollment } from './totp.ts';

/** @param enrollment Set for a new factor only, because the secret is not shown again. */
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

/** @param code The code of a `generic_otp` factor, which the app delivers itself. */
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
