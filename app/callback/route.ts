import { CallbackError, handleAuth } from '@workos-inc/authkit-nextjs';
import { cookies } from 'next/headers';
import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/lib/env';
import { prepareAuthKit } from '@/lib/prepare-authkit';
import { refreshFailure } from '@/lib/refresh-failure';
import { fitsIntoCookie } from '@/lib/session-cookie';
import { within } from '@/lib/within';
import { PATIENCE } from '@/lib/workos';
import type { SignInProblem } from '../sign-in-problem';

/** The redirect URI: exchanges the code from WorkOS and starts the session. */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const { redirectUri, cookie } = env();
  prepareAuthKit();
  const handle = handleAuth({
    // The address that the browser knows. Behind a proxy or in a container, the server's own differs.
    baseURL: redirectUri,
    returnPathname: '/users',
    onError: ({ error }) => back(problemOf(request, error)),
  });
  try {
    const response = (await within(PATIENCE, handle(request))) as NextResponse;
    const saved = await cookies();
    if (fitsIntoCookie(cookie.name, saved.get(cookie.name)?.value ?? '')) return response;
    saved.delete({ name: cookie.name, path: '/', ...(cookie.domain ? { domain: cookie.domain } : {}) });
    return back('too-large');
  } catch {
    return back('unavailable');
  }
}

function back(problem: SignInProblem): NextResponse {
  return NextResponse.redirect(new URL(`/?problem=${problem}`, env().redirectUri));
}

function problemOf({ nextUrl, cookies }: NextRequest, error: unknown): SignInProblem {
  if (nextUrl.searchParams.get('error') === 'access_denied') return 'refused';
  if (error instanceof CallbackError) {
    if (!STALE.has(error.code)) return 'failed';
    return cookies.size === 0 ? 'no-cookies' : 'stale';
  }
  const failure = refreshFailure(error);
  return failure === 'ended' ? 'stale' : failure;
}

/** The cookie from the start of the sign-in is missing, or belongs to another sign-in. */
const STALE: ReadonlySet<string> = new Set(['missing_pkce_cookie', 'oauth_state_mismatch']);
