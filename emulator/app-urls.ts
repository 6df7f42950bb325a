import { DEFAULT_APP_ORIGIN } from './config.ts';
import type { LocalWorkOS } from './context.ts';
import { listRedirectUris } from './store/settings.ts';

/**
 * The app's own sign-in endpoint, where links in mails lead: the app has to start a sign-in, because it
 * keeps the PKCE verifier. By convention it is `/sign-in` beside the first redirect URI.
 */
export function appSignInUrl(local: LocalWorkOS, query: Record<string, string> = {}): string {
  const url = new URL('/sign-in', firstRedirectUri(local));
  url.search = new URLSearchParams(query).toString();
  return url.toString();
}

/** The start page of the app. */
export function appHomeUrl(local: LocalWorkOS): string {
  return new URL('/', firstRedirectUri(local)).toString();
}

function firstRedirectUri({ db }: LocalWorkOS): string {
  return listRedirectUris(db)[0]?.uri ?? DEFAULT_APP_ORIGIN;
}
