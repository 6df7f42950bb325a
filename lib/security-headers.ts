import 'server-only';

/**
 * The headers of every page. Scripts run with this request's nonce only, and the browser talks to the
 * app and to WorkOS only.
 * @param workosOrigin Where the widgets call, e.g. `https://api.workos.com`; undefined before setup.
 */
export function securityHeaders(nonce: string, workosOrigin: string | undefined): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(nonce, workosOrigin),
    'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
  };
}

/** Where WorkOS's own links to the Admin Portal lead. An Admin Portal on a domain of your own goes here too. */
const ADMIN_PORTAL = 'https://setup.workos.com';

function contentSecurityPolicy(nonce: string, workosOrigin = ''): string {
  // React's development build explains errors with the help of eval.
  const evaluation = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    // Radix positions and sizes its elements with style attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' https: data: ${workosOrigin}`,
    "font-src 'self'",
    `connect-src 'self' ${workosOrigin}`,
    // Signing in and out leads through WorkOS; the widgets open the Admin Portal with a form.
    `form-action 'self' ${workosOrigin} ${ADMIN_PORTAL}`,
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
  ]
    .map((directive) => directive.trim())
    .join('; ');
}
