import { authkit, handleAuthkitProxy } from '@workos-inc/authkit-nextjs';
import { NextRequest, NextResponse } from 'next/server';
import { env, envProblems } from '@/lib/env';
import { securityHeaders } from '@/lib/security-headers';

/** What can be seen without signing in. Everything else starts a sign-in. */
const PUBLIC_PATHS = new Set(['/', '/sign-in', '/sign-up', '/callback', '/setup']);

/** Reads or renews the AuthKit session, sends signed-out visitors to sign in, and sets the security headers. */
export async function proxy(incoming: NextRequest): Promise<NextResponse> {
  const nonce = crypto.randomUUID();
  const configured = envProblems().length === 0;
  const headers = securityHeaders(nonce, configured ? env().api.origin : undefined);
  const request = withNonce(incoming, nonce, headers);

  const response = configured ? await withSession(request) : explainSetup(request);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

export const config = {
  matcher: ['/((?!_next/static|_next/image|favicon.ico|icon.svg|robots.txt).*)'],
};

async function withSession(request: NextRequest): Promise<NextResponse> {
  const { session, headers, authorizationUrl } = await authkit(request, {
    redirectUri: env().redirectUri,
    // Widgets that take the access token ask for the next one 30 seconds before its end.
    refreshBufferSeconds: 60,
  });
  const { pathname } = request.nextUrl;
  // A route handler answers for itself, with a status that a program understands.
  const open = PUBLIC_PATHS.has(pathname) || pathname.startsWith('/api/');
  if (session.user || open || !authorizationUrl) return handleAuthkitProxy(request, headers);
  if (!isFetch(request)) return handleAuthkitProxy(request, headers, { redirect: authorizationUrl });
  // A fetch cannot follow to WorkOS. A server action answers for itself that the session has ended; a page
  // that does not come makes the router load it as a document, which then leads to sign-in.
  return request.method === 'POST'
    ? handleAuthkitProxy(request, headers)
    : new NextResponse(null, { status: 204 });
}

/** Whether the script of a page asks: the router for the next page, or a server action. */
function isFetch(request: NextRequest): boolean {
  return request.headers.get('sec-fetch-dest') === 'empty';
}

/** AuthKit cannot run yet: programs get an error, people the page that says what is missing. */
function explainSetup(request: NextRequest): NextResponse {
  if (request.nextUrl.pathname.startsWith('/api/')) {
    const error = {
      code: 'misconfigured',
      message: 'The app is not set up yet. Open it in a browser to see why.',
    };
    return NextResponse.json({ error }, { status: 503 });
  }
  return NextResponse.rewrite(new URL('/setup', request.url), { request: { headers: request.headers } });
}

/** Next reads the nonce for its own scripts from the policy among the request's headers. */
function withNonce(request: NextRequest, nonce: string, security: Record<string, string>): NextRequest {
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('Content-Security-Policy', security['Content-Security-Policy'] ?? '');
  return new NextRequest(request.url, { headers, method: request.method });
}
