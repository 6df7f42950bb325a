import { decodeJwt } from 'jose';
import { CLIENT_ID } from '../src/http/options.ts';
import { signInAs } from './browser.ts';
import type { Harness } from './harness.ts';

/** A sign-in of a person in some browser. */
export interface SignedIn {
  id: string;
  accessToken: string;
  refreshToken: string;
}

/** Signs a person in several times, one after the other. */
export async function signInTimes(harness: Harness, userId: string, times: number): Promise<SignedIn[]> {
  const signedIn: SignedIn[] = [];
  for (let count = 0; count < times; count++) {
    const { accessToken, refreshToken } = await signInAs(harness, userId);
    signedIn.push({ id: String(decodeJwt(accessToken).sid), accessToken, refreshToken });
  }
  return signedIn;
}

/** Refreshes a session, like an app does every few minutes. */
export function refreshSession({ workos }: Harness, refreshToken: string) {
  return workos.userManagement.authenticateWithRefreshToken({ clientId: CLIENT_ID, refreshToken });
}

/** How {@link refreshSession} fails when the session has ended. */
export const SESSION_ENDED = { status: 400, error: 'invalid_grant' };
