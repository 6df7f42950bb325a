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

/** Why the session of a request cannot be known now, although it may well go on. */
export type SessionProblem = Exclude<RefreshFailure, 'ended'> | 'too-large';

type Authenticated = Awaited<ReturnType<typeof authkit>>;

export type SessionRead = ({ problem?: undefined } & Authenticated) | { problem: SessionProblem };

/** A token with less than this left is renewed ahead: widgets that take it ask 30 seconds before its end. */
const RENEW_AHEAD_SECONDS = 60;

/** As long as the token is valid, nobody waits longer than this for the next one, in milliseconds. */
const RENEW_AHEAD_PATIENCE = 800;

/** Reads the session from the cookie, and renews it when its access token has expired or soon will. */
export async function readSession(request: NextRequest): Promise<SessionRead> {
  prepareAuthKit();
  const current = await attempt(request, 0, PATIENCE);
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
    // AuthKit deletes the cookie after failures that it does not know, such as a proxy's error page.
    if (failure !== undefined && failure !== 'ended') return { problem: failure };
    return isTooLarge(authenticated) ? { problem: 'too-large' } : authenticated;
  } catch (error) {
    if (error instanceof TookTooLong) return { problem: 'unavailable' };
    return forget(request, options);
  }
}

/** The cookie cannot be read: nobody is signed in, and it goes. */
async function forget(request: NextRequest, options: Parameters<typeof authkit>[1]): Promise<SessionRead> {
  const { name, domain } = env().cookie;
  const signedOut = new NextRequest(request, { headers: new Headers(request.headers) });
  signedOut.cookies.delete(name);
  const authenticated = await authkit(signedOut, options);
  const gone = `${name}=; Path=/; Max-Age=0${domain ? `; Domain=${domain}` : ''}`;
  authenticated.headers.append('Set-Cookie', gone);
  return authenticated;
}

/** Whether the renewed session, if there is one, is more than a browser keeps. */
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
