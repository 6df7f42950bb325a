import { handleAuthkitProxy } from '@workos-inc/authkit-nextjs';
import { NextRequest, NextResponse } from 'next/server';
import { env, envProblems } from '@/lib/env';
import { readSession } from '@/lib/read-session';
import { isSameOrigin } from '@/lib/same-origin';
import { securityHeaders } from '@/lib/security-headers';
import { SESSION_PROBLEM_HEADER } from '@/lib/session-problem';
import { oldSignIns } from '@/lib/unfinished-sign-ins';

/** Pages that need no session. Every other page starts a sign-in. */
const PUBLIC_PATHS = new Set(['/', '/sign-in', '/sign-up', '/callback', '/setup', '/favicon.ico']);

/** Reads or renews the AuthKit session, sends signed-out visitors to sign in, and sets the security headers. */
export async function proxy(incoming: NextRequest): Promise<NextResponse> {
  const nonce = crypto.randomUUID();
  const configured = envProblems().length === 0;
  const headers = configured
    ? securityHeaders(nonce, env().api.origin, env().webVitalsUrl)
    : securityHeaders(nonce, undefined);
  const request = prepared(incoming, nonce, headers, configured ? env().redirectUri : incoming.url);

  const response = refuse(request) ?? (configured ? await withSession(request) : explainSetup(request));
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (response.headers.has('location')) response.headers.set('Cache-Control', 'private, no-store');
  return response;
}

export const config = {
  // Everything except Next's own files and those in `public/`, by exact name, so nothing else lacks the headers.
  matcher: [
    '/((?!_next/static/|(?:icons?\\.svg|apple-icon\\.png|robots\\.txt|manifest\\.webmanifest|social\\.png|users-(?:light|dark)\\.png|icon-(?:192|512)\\.png)$).*)',
  ],
};

/** Refuses what no page of this app sends: a form of another site, and a fetch in advance that would begin a sign-in. */
function refuse(request: NextRequest): NextResponse | undefined {
  const { pathname, origin } = request.nextUrl;
  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  // Route handlers answer for themselves.
  if (!reads && !pathname.startsWith('/api/') && !isSameOrigin(request.headers, origin))
    return new NextResponse(null, { status: 403 });
  const isPrefetch = request.headers.get('sec-purpose')?.startsWith('prefetch') ?? false;
  if (isPrefetch && (pathname === '/sign-in' || pathname === '/sign-up'))
    return new NextResponse(null, { status: 503, headers: { 'Cache-Control': 'no-store' } });
  return undefined;
}

async function withSession(request: NextRequest): Promise<NextResponse> {
  const { pathname } = request.nextUrl;
  // Route handlers answer for themselves, with a status that programs understand.
  const open = PUBLIC_PATHS.has(pathname) || pathname.startsWith('/api/');
  const read = await readSession(request);
  if (read.problem) {
    // Server actions and public pages handle the problem themselves.
    if (open || isServerAction(request)) return passOn(request, read.problem);
    return NextResponse.rewrite(
      new URL(`/session-problem/${read.isLate ? 'late' : read.problem}`, request.url),
      {
        request: { headers: request.headers },
        status: 503,
      },
    );
  }
  const { session, headers, authorizationUrl } = read;
  if (session.user || open || !authorizationUrl) return handleAuthkitProxy(request, headers);
  if (!isFetch(request)) {
    const response = handleAuthkitProxy(request, headers, { redirect: authorizationUrl });
    const domain = env().cookie.domain ? `; Domain=${env().cookie.domain}` : '';
    for (const name of oldSignIns(request.cookies.getAll())) {
      response.headers.append('Set-Cookie', `${name}=; Path=/; Max-Age=0${domain}`);
    }
    return response;
  }
  // A fetch can't follow a redirect to WorkOS. A server action reports the ended session itself; for a page, the empty
  // answer makes the router load the document, which then redirects to sign-in.
  return isServerAction(request)
    ? handleAuthkitProxy(request, headers)
    : new NextResponse(null, { status: 204 });
}

/** Whether a script sent the request: the router, or a server action. */
function isFetch(request: NextRequest): boolean {
  return request.headers.get('sec-fetch-dest') === 'empty';
}

function isServerAction(request: NextRequest): boolean {
  return request.method === 'POST' && request.headers.has('next-action');
}

/** Passes the request on without a session, and with the reason. */
function passOn(request: NextRequest, problem: string): NextResponse {
  request.headers.set(SESSION_PROBLEM_HEADER, problem);
  return handleAuthkitProxy(request, new Headers({ 'x-workos-middleware': 'true', 'x-url': request.url }));
}

/** Before setup, when AuthKit can't run: programs get an error, people get the setup page. */
function explainSetup(request: NextRequest): NextResponse {
  if (request.nextUrl.pathname.startsWith('/api/')) {
    const error = {
      code: 'misconfigured',
      message: 'The app isn’t set up yet. Open it in a browser to see why.',
    };
    return NextResponse.json({ error }, { status: 503 });
  }
  return NextResponse.rewrite(new URL('/setup', request.url), { request: { headers: request.headers } });
}

/**
 * Returns the request as the app should see it. Next reads the nonce for its scripts from the policy in the request's
 * headers. The origin is the one in the browser, because a proxy in front may have changed host and protocol: AuthKit
 * decides by it whether cookies are `Secure`, and Next whether a server action comes from this site.
 */
function prepared(
  request: NextRequest,
  nonce: string,
  security: Record<string, string>,
  publicUrl: string,
): NextRequest {
  const { origin, host, protocol } = new URL(publicUrl);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('Content-Security-Policy', security['Content-Security-Policy'] ?? '');
  headers.set('x-forwarded-host', host);
  headers.set('x-forwarded-proto', protocol.slice(0, -1));
  headers.delete(SESSION_PROBLEM_HEADER);
  const { pathname, search } = request.nextUrl;
  return new NextRequest(new URL(pathname + search, origin), { headers, method: request.method });
}
