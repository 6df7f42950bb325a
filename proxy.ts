import { handleAuthkitProxy } from '@workos-inc/authkit-nextjs';
import { NextRequest, NextResponse } from 'next/server';
import { env, envProblems } from '@/lib/env';
import { readSession } from '@/lib/read-session';
import { securityHeaders } from '@/lib/security-headers';
import { SESSION_PROBLEM_HEADER } from '@/lib/session-problem';
import { oldSignIns } from '@/lib/unfinished-sign-ins';

/** What can be seen without signing in. Everything else starts a sign-in. */
const PUBLIC_PATHS = new Set(['/', '/sign-in', '/sign-up', '/callback', '/setup']);

/** Reads or renews the AuthKit session, sends signed-out visitors to sign in, and sets the security headers. */
export async function proxy(incoming: NextRequest): Promise<NextResponse> {
  const nonce = crypto.randomUUID();
  const configured = envProblems().length === 0;
  const headers = securityHeaders(nonce, configured ? env().api.origin : undefined);
  const request = prepared(incoming, nonce, headers, configured ? env().redirectUri : incoming.url);

  const response = configured ? await withSession(request) : explainSetup(request);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

export const config = {
  // All but Next's own files and those of `public/`, by their exact names: nothing else goes without the headers.
  matcher: [
    '/((?!_next/static/|_next/image/?$|(?:favicon\\.ico|icon\\.svg|apple-icon\\.png|robots\\.txt|manifest\\.webmanifest|social\\.png|users-(?:light|dark)\\.png|icon-(?:192|512)\\.png)$).*)',
  ],
};

async function withSession(request: NextRequest): Promise<NextResponse> {
  const { pathname } = request.nextUrl;
  // A route handler answers for itself, with a status that a program understands.
  const open = PUBLIC_PATHS.has(pathname) || pathname.startsWith('/api/');
  const read = await readSession(request);
  if (read.problem) {
    // So do a server action, and the pages that can be seen without a session.
    if (open || isServerAction(request)) return passOn(request, read.problem);
    return NextResponse.rewrite(new URL(`/session-problem/${read.problem}`, request.url), {
      request: { headers: request.headers },
      status: 503,
    });
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
  // A fetch cannot follow to WorkOS. A server action answers for itself that the session has ended; a page
  // that does not come makes the router load it as a document, which then leads to sign-in.
  return isServerAction(request)
    ? handleAuthkitProxy(request, headers)
    : new NextResponse(null, { status: 204 });
}

/** Whether the script of a page asks: the router for the next page, or a server action. */
function isFetch(request: NextRequest): boolean {
  return request.headers.get('sec-fetch-dest') === 'empty';
}

function isServerAction(request: NextRequest): boolean {
  return request.method === 'POST' && request.headers.has('next-action');
}

/** Lets the request through as one of nobody, which says why. */
function passOn(request: NextRequest, problem: string): NextResponse {
  request.headers.set(SESSION_PROBLEM_HEADER, problem);
  return handleAuthkitProxy(request, new Headers({ 'x-workos-middleware': 'true', 'x-url': request.url }));
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

/**
 * The request as the app should see it. Next reads the nonce for its own scripts from the policy among its headers.
 * Its origin is the one that people use: a proxy in front may have changed host and protocol, from which AuthKit
 * tells whether cookies are `Secure`, and Next whether a server action comes from this site.
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
