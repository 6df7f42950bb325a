import { listCorsOrigins, listRedirectUris } from '../store/settings.ts';
import type { LocalWorkOS } from './context.ts';
import { DEFAULT_APP_ORIGIN } from './options.ts';

/**
 * The app's own sign-in endpoint, where links in mails lead: the app has to start a sign-in, because it
 * keeps the PKCE verifier. By convention it is `/sign-in` there.
 */
export function appSignInUrl(local: LocalWorkOS, query: Record<string, string> = {}): string {
  const url = new URL('/sign-in', appOrigin(local));
  url.search = new URLSearchParams(query).toString();
  return url.toString();
}

/** The start page of the app. */
export function appHomeUrl(local: LocalWorkOS): string {
  return new URL('/', appOrigin(local)).toString();
}

/** Who may call from a browser: the apps this was started for, and what was added through the API. */
export function allowedOrigins({ db, options }: LocalWorkOS): string[] {
  return [...options.origins, ...listCorsOrigins(db).map(({ origin }) => origin)];
}

/** Where a sign-in may lead: to `/callback` of those apps, and to what was added through the API. */
export function allowedRedirectUris({ db, options }: LocalWorkOS): string[] {
  const ofApps = options.origins.map((origin) => new URL('/callback', origin).toString());
  return [...ofApps, ...listRedirectUris(db).map(({ uri }) => uri)];
}

/** The app this was started for. */
function appOrigin({ options }: LocalWorkOS): string {
  return options.origins[0] ?? DEFAULT_APP_ORIGIN;
}
