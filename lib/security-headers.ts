import 'server-only';

/**
 * Returns the headers of every page. Scripts need this request's nonce, and the browser may only call the app, WorkOS, and
 * what collects web vitals.
 * @param workosOrigin The origin that the widgets call, e.g. `https://api.workos.com`. Undefined before setup.
 */
export function securityHeaders(
  nonce: string,
  workosOrigin: string | undefined,
  webVitalsUrl?: string,
): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(nonce, workosOrigin, webVitalsUrl),
    'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
  };
}

/** Where WorkOS's links to the Admin Portal lead. If your Admin Portal has a custom domain, add it here. */
const ADMIN_PORTAL = 'https://setup.workos.com';

function contentSecurityPolicy(nonce: string, workosOrigin = '', webVitalsUrl?: string): string {
  // React's development build uses eval to explain errors.
  const evaluation = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    // Radix positions and sizes elements with style attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' https: data: ${workosOrigin}`,
    "font-src 'self'",
    `connect-src 'self' ${workosOrigin} ${webVitalsUrl ? new URL(webVitalsUrl).origin : ''}`,
    // Sign-in and sign-out redirect through WorkOS, and the widgets open the Admin Portal with a form.
    `form-action 'self' ${workosOrigin} ${ADMIN_PORTAL}`,
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
  ]
    .map((directive) => directive.trim())
    .join('; ');
}
