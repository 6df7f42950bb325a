import { listCorsOrigins } from '../store/cors-origins.ts';
import { savedSignInEndpoint } from '../store/environment.ts';
import type { LocalWorkOS } from './context.ts';
import { atOtherLoopbackName } from './loopback.ts';
import { DEFAULT_APP_ORIGIN } from './options.ts';

/**
 * The app's sign-in endpoint, which links in emails lead to. The app must start the sign-in, because it keeps
 * the PKCE verifier.
 */
export function appSignInUrl(local: LocalWorkOS, query: Record<string, string> = {}): string {
  const url = new URL(signInEndpoint(local));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.toString();
}

/** The URL from the flag, else the saved one, else `/sign-in` of the app. */
export function signInEndpoint(local: LocalWorkOS): string {
  return local.options.signInEndpoint ?? savedSignInEndpoint(local.db) ?? defaultSignInEndpoint(local);
}

export function defaultSignInEndpoint(local: LocalWorkOS): string {
  return new URL('/sign-in', appOrigin(local)).toString();
}

/** The home page of the app. */
export function appHomeUrl(local: LocalWorkOS): string {
  return new URL('/', appOrigin(local)).toString();
}

/** The origins whose pages can call from a browser: the apps, those of the flags, and those added later. */
export function allowedOrigins(local: LocalWorkOS): string[] {
  return [...configuredOrigins(local), ...listCorsOrigins(local.db).map(({ origin }) => origin)];
}

/** The origins of the command line. */
export function configuredOrigins({ options }: LocalWorkOS): string[] {
  return [...new Set([...options.origins, ...options.corsOrigins])];
}

/** Whether pages of an origin can call from a browser, under either name of this machine. */
export function isAllowedOrigin(local: LocalWorkOS, origin: string): boolean {
  const allowed = allowedOrigins(local);
  const names = [
    origin,
    atOtherLoopbackName(origin),
    origin.replace(/^http:\/\/\[::1\](?=:|$)/, 'http://localhost'),
  ];
  return names.some((name) => name !== undefined && allowed.includes(name));
}

/** The app that Local WorkOS was started for. */
function appOrigin({ options }: LocalWorkOS): string {
  return options.origins[0] ?? DEFAULT_APP_ORIGIN;
}
