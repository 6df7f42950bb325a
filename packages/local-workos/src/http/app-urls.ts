import { listCorsOrigins } from '../store/cors-origins.ts';
import { savedSignInEndpoint } from '../store/environment.ts';
import type { LocalWorkOS } from './context.ts';
import { DEFAULT_APP_ORIGIN } from './options.ts';

/**
 * The app's own sign-in endpoint, where links in mails lead: the app has to start a sign-in, because it
 * keeps the PKCE verifier.
 */
export function appSignInUrl(local: LocalWorkOS, query: Record<string, string> = {}): string {
  const url = new URL(signInEndpoint(local));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.toString();
}

/** The flag's, else the one that was saved, else `/sign-in` of the app. */
export function signInEndpoint(local: LocalWorkOS): string {
  return local.options.signInEndpoint ?? savedSignInEndpoint(local.db) ?? defaultSignInEndpoint(local);
}

export function defaultSignInEndpoint(local: LocalWorkOS): string {
  return new URL('/sign-in', appOrigin(local)).toString();
}

/** The start page of the app. */
export function appHomeUrl(local: LocalWorkOS): string {
  return new URL('/', appOrigin(local)).toString();
}

/** Whose pages may call from a browser: the apps this was started for, those of the flags, and what was added. */
export function allowedOrigins({ db, options }: LocalWorkOS): string[] {
  return [...options.origins, ...options.corsOrigins, ...listCorsOrigins(db).map(({ origin }) => origin)];
}

/** The app this was started for. */
function appOrigin({ options }: LocalWorkOS): string {
  return options.origins[0] ?? DEFAULT_APP_ORIGIN;
}
