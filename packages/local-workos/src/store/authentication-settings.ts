import { z } from 'zod';
import type { Database } from './database.ts';
import { OAUTH_PROVIDERS } from './oauth-providers.ts';
import { readSetting, writeSetting } from './settings.ts';

/** What a new password is held against. WorkOS has the same settings on its page Authentication. */
const passwordPolicy = z.object({
  minimumLength: wholeNumber(6, 64).default(10),
  /** zxcvbn's scale. */
  minimumStrength: wholeNumber(0, 4).default(3),
  requireUppercase: z.boolean().default(false),
  requireLowercase: z.boolean().default(false),
  requireNumber: z.boolean().default(false),
  requireSymbol: z.boolean().default(false),
  rejectBreached: z.boolean().default(false),
  /** How many of the last passwords may not be used again; 1 is the present one. */
  rejectLast: wholeNumber(1, 10).default(1),
});

export const authenticationSettings = z.object({
  passwords: z.boolean().default(true),
  passwordPolicy: passwordPolicy.prefault({}),
  mfa: z.enum(['off', 'optional', 'required']).default('optional'),
  passkeys: z.boolean().default(true),
  /** Whether somebody who signs in with a password is asked to create a passkey. */
  passkeyEnrollment: z.boolean().default(false),
  /** Providers with a button on the hosted pages. Apps can send people to all others, too. */
  providers: z.array(z.enum(OAUTH_PROVIDERS)).default([]),
});

export type PasswordPolicy = z.infer<typeof passwordPolicy>;
export type AuthenticationSettings = z.infer<typeof authenticationSettings>;

const SETTING = 'authentication';

/** How people may sign in to this environment. */
export function readAuthenticationSettings(db: Database): AuthenticationSettings {
  return authenticationSettings.parse(JSON.parse(readSetting(db, SETTING) ?? '{}'));
}

export function writeAuthenticationSettings(db: Database, settings: AuthenticationSettings): void {
  writeSetting(db, SETTING, JSON.stringify(settings));
}

function wholeNumber(min: number, max: number) {
  const message = `Enter a whole number from ${min} to ${max}.`;
  return z.coerce.number(message).int(message).min(min, message).max(max, message);
}
