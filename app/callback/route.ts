import { CallbackError, handleAuth } from '@workos-inc/authkit-nextjs';
import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/lib/env';
import type { SignInProblem } from '../sign-in-problem';

/** Where WorkOS sends people back to: exchanges the code and starts the session. */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const { redirectUri } = env();
  return handleAuth({
    // The address that the browser knows: behind a proxy or in a container the server has another.
    baseURL: redirectUri,
    returnPathname: '/users',
    onError: ({ error }) =>
      NextResponse.redirect(new URL(`/?problem=${problemOf(request, error)}`, redirectUri)),
  })(request) as Promise<NextResponse>;
}

function problemOf({ nextUrl }: NextRequest, error: unknown): SignInProblem {
  if (nextUrl.searchParams.get('error') === 'access_denied') return 'refused';
  return error instanceof CallbackError && STALE.has(error.code) ? 'stale' : 'failed';
}

/** The cookie that was set when the sign-in began is gone, or is another's. */
const STALE: ReadonlySet<string> = new Set(['missing_pkce_cookie', 'oauth_state_mismatch']);
