import type { LocalWorkOS } from '../http/context.ts';
import {
  type AuthenticationChallenge,
  type AuthenticationFactor,
  createChallenge,
  createFactor,
  deleteAuthenticators,
  findFactor,
  listAuthenticators,
  updateChallenge,
  updateFactor,
} from '../store/authentication-factors.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import type { Database } from '../store/database.ts';
import { encrypt } from '../store/encryption.ts';
import { hashSecret, newId, newOneTimeCode } from '../store/ids.ts';
import { sendMail } from '../store/mails.ts';
import type { Organization } from '../store/organizations.ts';
import type { User } from '../store/users.ts';
import { newTotpSecret, redeemTotpCode } from './totp.ts';

/** A sent code is valid for ten minutes, as in the reference. Every code allows five attempts. */
const CHALLENGE_SECONDS = 600;
export const MAX_ATTEMPTS = 5;

/** The name that authenticator apps show above the code. */
export const TOTP_ISSUER = 'Local WorkOS';

export type ChallengeResult = 'valid' | 'invalid' | 'expired' | 'used' | 'too_many_attempts';

/**
 * Whether to offer an authenticator app: if the environment enables MFA, the organization requires it, or the
 * person has one to remove.
 */
export function offersAuthenticator(
  db: Database,
  userId: string,
  organization: Organization | undefined,
): boolean {
  return (
    readAuthenticationSettings(db).mfa !== 'off' ||
    organization?.mfa_required === 1 ||
    listAuthenticators(db, userId).length > 0
  );
}

/** Enrolls an authenticator app. It is active after its first correct code. */
export async function enrollTotp(
  db: Database,
  fields: { userId?: string | undefined; issuer: string; user: string; secret?: string | undefined },
): Promise<AuthenticationFactor> {
  const secret = fields.secret ?? (await newTotpSecret());
  return createFactor(db, {
    type: 'totp',
    user_id: fields.userId,
    totp_issuer: fields.issuer,
    totp_user: fields.user,
    encrypted_totp_secret: encrypt(db, secret),
  });
}

/** Enrolls an authenticator app for a person, and discards an unfinished enrollment. */
export async function enrollAuthenticator(db: Database, user: User): Promise<AuthenticationFactor> {
  deleteAuthenticators(db, user.id, { unfinishedOnly: true });
  return enrollTotp(db, { userId: user.id, issuer: TOTP_ISSUER, user: user.email });
}

/**
 * Challenges a factor. An SMS code arrives in the inbox. A `generic_otp` code is returned for the app to
 * deliver.
 * @param template The text of the SMS, with `{{code}}` where the code goes.
 */
export function challengeFactor(
  { db }: LocalWorkOS,
  factor: AuthenticationFactor,
  template = 'Your code is {{code}}.',
): { challenge: AuthenticationChallenge; code: string | undefined } {
  const id = newId('auth_challenge');
  const code = factor.type === 'totp' ? undefined : newOneTimeCode();
  const challenge = createChallenge(db, {
    id,
    authentication_factor_id: factor.id,
    code_hash: code ? hashSecret(id + code) : null,
    expires_at: code ? db.timestampIn(CHALLENGE_SECONDS) : null,
  });
  if (factor.type === 'sms' && factor.phone_number && code) {
    sendMail(db, {
      recipient: factor.phone_number,
      subject: 'Text message',
      body: template.replaceAll('{{code}}', code),
      code,
    });
  }
  return { challenge, code: factor.type === 'generic_otp' ? code : undefined };
}

/** Checks the code of a challenge and, if it is correct, uses up the challenge. Every attempt counts. */
export async function verifyChallenge(
  db: Database,
  challenge: AuthenticationChallenge,
  code: string,
): Promise<ChallengeResult> {
  if (challenge.verified_at) return 'used';
  if (challenge.expires_at && challenge.expires_at <= db.timestamp()) return 'expired';
  if (challenge.attempts >= MAX_ATTEMPTS) return 'too_many_attempts';
  // Count the attempt before checking it, so that concurrent attempts all count.
  updateChallenge(db, challenge.id, { attempts: challenge.attempts + 1 });
  const isRight = challenge.code_hash
    ? hashSecret(challenge.id + code.trim()) === challenge.code_hash
    : await redeemTotpCode(db, challenge.authentication_factor_id, code);
  if (!isRight) return 'invalid';
  updateChallenge(db, challenge.id, { verified_at: db.timestamp() });
  noteFactorUse(db, challenge.authentication_factor_id);
  return 'valid';
}

/** Checks a code at sign-in against each of a person's authenticator apps. */
export async function redeemAuthenticatorCode(
  db: Database,
  authenticators: readonly AuthenticationFactor[],
  code: string,
): Promise<boolean> {
  for (const { id } of authenticators) {
    if (await redeemTotpCode(db, id, code)) {
      noteFactorUse(db, id);
      return true;
    }
  }
  return false;
}

/** The first correct code completes the enrollment. Each later one is a use. */
function noteFactorUse(db: Database, factorId: string): void {
  const now = db.timestamp();
  const isEnrolled = findFactor(db, factorId)?.verified_at;
  updateFactor(db, factorId, isEnrolled ? { last_used_at: now } : { verified_at: now });
}
