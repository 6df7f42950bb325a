import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { allowedOrigins } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import {
  CHALLENGE_SECONDS,
  createPasskey,
  createPasskeyChallenge,
  findPasskeyByCredential,
  listPasskeys,
  notePasskeyUse,
  takePasskeyChallenge,
} from '../store/passkeys.ts';
import { displayName, type User } from '../store/users.ts';

/**
 * Passkeys belong to a host, regardless of the port, so passkeys created in the app also work on Local WorkOS's
 * own pages and vice versa. WorkOS binds them to the AuthKit domain.
 */
const RELYING_PARTY = { rpID: 'localhost', rpName: 'Local WorkOS' };

/** ES256 and RS256. Every device supports one of them. */
const ALGORITHMS = [-7, -257];

/**
 * A passkey counts as two factors, so the device must verify the user: https://workos.com/docs/authkit/passkeys
 */
const USER_VERIFICATION = 'required';

export type PasskeyProblem = 'expired' | 'invalid' | 'registered' | 'unknown';

export type PasskeyResult<Value> = { ok: true; value: Value } | { ok: false; problem: PasskeyProblem };

/** Creates the options that a browser needs to create a passkey. */
export async function startRegistration(
  { db }: LocalWorkOS,
  user: User,
): Promise<{ challengeId: string; options: PublicKeyCredentialCreationOptionsJSON }> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server');
  const options = await generateRegistrationOptions({
    ...RELYING_PARTY,
    userName: user.email,
    userDisplayName: displayName(user),
    userID: new TextEncoder().encode(user.id),
    timeout: CHALLENGE_SECONDS * 1000,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: USER_VERIFICATION },
    excludeCredentials: listPasskeys(db, user.id).map(({ credential_id }) => ({ id: credential_id })),
  });
  const challengeId = createPasskeyChallenge(db, {
    purpose: 'registration',
    user_id: user.id,
    authorization_request_id: null,
    challenge: options.challenge,
  });
  return { challengeId, options };
}

/** Verifies the browser's response and adds the passkey to the person's passkeys. */
export async function finishRegistration(
  local: LocalWorkOS,
  user: User,
  challengeId: string,
  response: object,
): Promise<PasskeyResult<undefined>> {
  const { db } = local;
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const challenge = takePasskeyChallenge(db, challengeId, 'registration');
  if (challenge?.user_id !== user.id) return { ok: false, problem: 'expired' };
  const verification = await verifyRegistrationResponse({
    // The library checks the shape.
    response: response as RegistrationResponseJSON,
    expectedChallenge: challenge.challenge,
    expectedOrigin: expectedOrigins(local),
    expectedRPID: RELYING_PARTY.rpID,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => undefined);
  if (!verification?.verified) return { ok: false, problem: 'invalid' };
  const { credential } = verification.registrationInfo;
  if (findPasskeyByCredential(db, credential.id)) return { ok: false, problem: 'registered' };
  createPasskey(db, {
    user_id: user.id,
    credential_id: credential.id,
    public_key: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: JSON.stringify(credential.transports ?? []),
  });
  return { ok: true, value: undefined };
}

/** Creates the options that a browser needs to offer any of its passkeys. */
export async function startAuthentication(
  { db }: LocalWorkOS,
  authorizationRequestId: string,
): Promise<{ challengeId: string; options: PublicKeyCredentialRequestOptionsJSON }> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  const options = await generateAuthenticationOptions({
    rpID: RELYING_PARTY.rpID,
    timeout: CHALLENGE_SECONDS * 1000,
    userVerification: USER_VERIFICATION,
  });
  const challengeId = createPasskeyChallenge(db, {
    purpose: 'authentication',
    user_id: null,
    authorization_request_id: authorizationRequestId,
    challenge: options.challenge,
  });
  return { challengeId, options };
}

/** Verifies the browser's signature and returns the owner of the passkey. */
export async function finishAuthentication(
  local: LocalWorkOS,
  authorizationRequestId: string,
  challengeId: string,
  response: { id: string },
): Promise<PasskeyResult<{ userId: string }>> {
  const { db } = local;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const challenge = takePasskeyChallenge(db, challengeId, 'authentication');
  if (challenge?.authorization_request_id !== authorizationRequestId)
    return { ok: false, problem: 'expired' };
  const passkey = findPasskeyByCredential(db, response.id);
  if (!passkey) return { ok: false, problem: 'unknown' };
  const verification = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: challenge.challenge,
    expectedOrigin: local.origin,
    expectedRPID: RELYING_PARTY.rpID,
    requireUserVerification: true,
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
      counter: passkey.counter,
      transports: JSON.parse(passkey.transports),
    },
  }).catch(() => undefined);
  if (!verification?.verified) return { ok: false, problem: 'invalid' };
  notePasskeyUse(db, passkey.id, verification.authenticationInfo.newCounter);
  return { ok: true, value: { userId: passkey.user_id } };
}

function expectedOrigins(local: LocalWorkOS): string[] {
  return [local.origin, ...allowedOrigins(local)];
}
