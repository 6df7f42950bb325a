import 'server-only';

import { authkit } from '@workos-inc/authkit-nextjs';
import { decodeJwt } from 'jose';
import { NextRequest } from 'next/server';
import { env } from './env.ts';
import { prepareAuthKit } from './prepare-authkit.ts';
import { type RefreshFailure, refreshFailure } from './refresh-failure.ts';
import { fitsIntoCookie } from './session-cookie.ts';
import { TookTooLong, within } from './within.ts';
import { PATIENCE } from './workos.ts';

/** Why a session can't be read right now, although it may still be valid. */
export type SessionProblem = Exclude<RefreshFailure, 'ended'> | 'too-large';

type Authenticated = Awaited<ReturnType<typeof authkit>>;

export type SessionRead =
  | ({ problem?: undefined } & Authenticated)
  | {
      problem: SessionProblem;
      /** WorkOS has not answered yet, and may still do. */
      isLate?: boolean;
    };

/** Tokens are renewed when less than this is left, in seconds. Widgets ask for a new one 30 seconds before the end. */
const RENEW_AHEAD_SECONDS = 60;

/** While the current token is valid, a request waits at most this long for the next one, in milliseconds. */
const RENEW_AHEAD_PATIENCE = 800;

/** How long a page waits for a session that has to be renewed before it says so, in milliseconds. It then keeps trying. */
const PAGE_PATIENCE = 700;

/** Reads the session from the cookie, and renews it if its access token has expired or is about to. */
export async function readSession(request: NextRequest): Promise<SessionRead> {
  prepareAuthKit();
  const current = await attempt(request, 0, isDocument(request) ? PAGE_PATIENCE : PATIENCE);
  if (current.problem || !expiresSoon(current.session.accessToken)) return current;
  const renewed = await attempt(request, RENEW_AHEAD_SECONDS, RENEW_AHEAD_PATIENCE);
  return renewed.problem ? current : renewed;
}

async function attempt(
  request: NextRequest,
  refreshBufferSeconds: number,
  patience: number,
): Promise<SessionRead> {
  let failure: RefreshFailure | undefined;
  const options = {
    redirectUri: env().redirectUri,
    refreshBufferSeconds,
    onSessionRefreshError: ({ error }: { error?: unknown }) => {
      failure = refreshFailure(error);
    },
  };
  try {
    const authenticated = await within(patience, authkit(request, options));
    // AuthKit deletes the cookie after errors that it doesn't recognize, such as a proxy's error page.
    if (failure !== undefined && failure !== 'ended') return { problem: failure };
    return isTooLarge(authenticated) ? { problem: 'too-large' } : authenticated;
  } catch (error) {
    if (error instanceof TookTooLong) return { problem: 'unavailable', isLate: true };
    return forget(request, options);
  }
}

/** Whether a browser waits for a page with nothing to show meanwhile. */
function isDocument({ headers }: NextRequest): boolean {
  return headers.get('sec-fetch-dest') === 'document';
}

/** The cookie can't be decrypted: it is deleted, and nobody is signed in. */
async function forget(request: NextRequest, options: Parameters<typeof authkit>[1]): Promise<SessionRead> {
  const { name, domain } = env().cookie;
  const signedOut = new NextRequest(request, { headers: new Headers(request.headers) });
  signedOut.cookies.delete(name);
  const authenticated = await authkit(signedOut, options);
  const gone = `${name}=; Path=/; Max-Age=0${domain ? `; Domain=${domain}` : ''}`;
  authenticated.headers.append('Set-Cookie', gone);
  return authenticated;
}

/** Whether the renewed session, if any, is too large for a browser to keep. */
function isTooLarge({ headers }: Authenticated): boolean {
  const { name } = env().cookie;
  const [pair] =
    headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith(`${name}=`))
      ?.split(';') ?? [];
  return pair !== undefined && !fitsIntoCookie(name, pair.slice(name.length + 1));
}

function expiresSoon(accessToken: string | undefined): boolean {
  if (!accessToken) return false;
  const { exp = 0 } = decodeJwt(accessToken);
  return exp < Date.now() / 1000 + RENEW_AHEAD_SECONDS;
}
