import assert from 'node:assert/strict';
import {
  authenticationInformation,
  createTotpFactor,
  registerPasskey,
  verifyPasskey,
  verifyTotpFactor,
} from '@workos-inc/widgets/experimental/api/fetch';
import { TOTP } from 'otpauth';
import { grantElevatedAccess } from '../src/http/elevated-access.ts';
import { CLIENT_ID, DEFAULT_APP_ORIGIN } from '../src/http/options.ts';
import { authenticationSettings, writeAuthenticationSettings } from '../src/store/authentication-settings.ts';
import { listMails } from '../src/store/mails.ts';
import { authorized, type CallOptions, type Harness, newEmail } from './harness.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';

export const PASSWORD = 'correct-widget-staple';
/** Its bcrypt hash, with a low cost on purpose. */
const PASSWORD_HASH = '$2b$04$ZXC.piFLygRRsLb48dgSv.prxCCpvX8MZ4FwUcpQK6bwJoOgn0Z56';
/** Gives a user {@link PASSWORD}. */
export const PASSWORD_FIELDS = { passwordHash: PASSWORD_HASH, passwordHashType: 'bcrypt' } as const;

/** A person with a user-only widget token, with and without elevated access. */
export interface Caller {
  id: string;
  email: string;
  token: string;
  plain: CallOptions;
  elevated: CallOptions;
}

/** @param password Whether they have {@link PASSWORD}. */
export async function createCaller(harness: Harness, { password = false } = {}): Promise<Caller> {
  const { id, email } = await harness.workos.userManagement.createUser({
    email: newEmail(),
    emailVerified: true,
    ...(password ? PASSWORD_FIELDS : {}),
  });
  const response = await harness.post('/widgets/token', { user_id: id });
  const { token } = (await response.json()) as { token: string };
  return { id, email, token, plain: authorized(harness, token), elevated: elevated(harness, token, id) };
}

export function elevated(harness: Harness, token: string, userId: string): CallOptions {
  const { elevatedAccessToken } = grantElevatedAccess(harness.server.local.db, userId);
  return authorized(harness, token, { 'x-elevated-access-token': elevatedAccessToken });
}

/** The methods that the person has set up. */
export async function methodsOf(options: CallOptions) {
  const { status, data } = await authenticationInformation(options);
  assert.equal(status, 200);
  assert.ok('data' in data);
  return data.data.verificationMethods;
}

/** Replaces the settings of the environment. Omitted settings get their defaults. */
export function setSettings(harness: Harness, settings: Record<string, unknown> = {}): void {
  writeAuthenticationSettings(harness.server.local.db, authenticationSettings.parse(settings));
}

export function messageOf({ data }: { data: object }): string {
  assert.ok('message' in data && typeof data.message === 'string', JSON.stringify(data));
  return data.message;
}

/** The code in the latest email to an address. */
export function mailedCode(harness: Harness, address: string): string {
  const code = listMails(harness.server.local.db, address)[0]?.code;
  assert.ok(code, `No code was sent to ${address}.`);
  return code;
}

/** A different code. */
export function wrong(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

/** The code that an authenticator app shows. A code of the next step simulates a fast clock. */
export function codeFor({ server }: Harness, secret: string, stepsFromNow = 0): string {
  return new TOTP({ secret }).generate({
    timestamp: server.local.db.now().getTime() + stepsFromNow * 30_000,
  });
}

/** Starts to set up an authenticator app. */
export async function startEnrollment(options: CallOptions) {
  const { status, data } = await createTotpFactor(options);
  assert.equal(status, 201, JSON.stringify(data));
  assert.ok('authenticationFactor' in data);
  const { totp } = data.authenticationFactor;
  assert.ok(totp && 'secret' in totp);
  return { totp, challengeId: data.authenticationChallenge.id };
}

/** Sets up an authenticator app completely. @returns Its secret. */
export async function enroll(harness: Harness, options: CallOptions): Promise<string> {
  const { totp, challengeId } = await startEnrollment(options);
  const body = { authenticationChallengeId: challengeId, code: codeFor(harness, totp.secret) };
  assert.deepEqual((await verifyTotpFactor(body, options)).data, { success: true });
  return totp.secret;
}

/** Adds a passkey. @returns The device that holds it. */
export async function addPasskey(
  { elevated }: Pick<Caller, 'elevated'>,
  { origin = DEFAULT_APP_ORIGIN } = {},
): Promise<SoftwareAuthenticator> {
  const device = new SoftwareAuthenticator();
  const { status, data } = await registerPasskey(elevated);
  assert.equal(status, 201);
  assert.ok('challengeId' in data);
  const response = device.register({ challenge: String(data.options.challenge), origin });
  const verified = await verifyPasskey({ challengeId: data.challengeId, response }, elevated);
  assert.deepEqual([verified.status, verified.data], [200, { success: true }]);
  return device;
}

export function signInWithPassword({ workos }: Harness, email: string, password = PASSWORD) {
  return workos.userManagement.authenticateWithPassword({ clientId: CLIENT_ID, email, password });
}
