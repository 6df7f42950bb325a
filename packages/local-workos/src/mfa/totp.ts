import type { TOTP } from 'otpauth';
import { type AuthenticationFactor, findFactor, updateFactor } from '../store/authentication-factors.ts';
import type { Database } from '../store/database.ts';
import { decrypt } from '../store/encryption.ts';

/** The defaults that every authenticator app assumes. */
const PERIOD_SECONDS = 30;
/** A phone's clock may be one step off in either direction. */
const TOLERATED_STEPS = 1;

/** The settings of an authenticator app, returned once at enrollment. */
export interface TotpEnrollment {
  issuer: string;
  user: string;
  secret: string;
  /** A PNG as a data URI. */
  qr_code: string;
  uri: string;
}

export async function newTotpSecret(): Promise<string> {
  const { Secret } = await import('otpauth');
  return new Secret({ size: 20 }).base32;
}

export async function totpEnrollment(db: Database, factor: AuthenticationFactor): Promise<TotpEnrollment> {
  const [totp, { toDataURL }] = await Promise.all([authenticator(db, factor), import('qrcode')]);
  const uri = totp.toString();
  return {
    issuer: totp.issuer,
    user: totp.label,
    secret: totp.secret.base32,
    qr_code: await toDataURL(uri, { margin: 1, width: 320 }),
    uri,
  };
}

/** Whether the authenticator shows this code now. Accepts each code once, and no earlier code after it. */
export async function redeemTotpCode(db: Database, factorId: string, code: string): Promise<boolean> {
  const factor = findFactor(db, factorId);
  const token = code.replace(/\s/g, '');
  // ASCII digits only: otpauth throws for others.
  if (!factor || !/^[0-9]{6}$/.test(token)) return false;
  const totp = await authenticator(db, factor);
  const now = db.now().getTime();
  const offset = totp.validate({ token, timestamp: now, window: TOLERATED_STEPS });
  if (offset === null) return false;
  const step = Math.floor(now / (PERIOD_SECONDS * 1000)) + offset;
  return db.transaction(() => {
    // Read the factor again, because the same code may have been sent twice at the same time.
    const last = findFactor(db, factorId)?.last_time_step ?? -1;
    if (step <= last) return false;
    updateFactor(db, factorId, { last_time_step: step });
    return true;
  });
}

async function authenticator(db: Database, factor: AuthenticationFactor): Promise<TOTP> {
  const { Secret, TOTP } = await import('otpauth');
  return new TOTP({
    issuer: factor.totp_issuer ?? '',
    label: factor.totp_user ?? '',
    secret: Secret.fromBase32(decrypt(db, factor.encrypted_totp_secret ?? '')),
    period: PERIOD_SECONDS,
  });
}
