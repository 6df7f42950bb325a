import { DEFAULT_APP_ORIGIN } from './config.ts';
import type { LocalWorkOS } from './context.ts';

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

/** The app this was started for; the data may know others, of earlier starts. */
function appOrigin({ options }: LocalWorkOS): string {
  return options.origins[0] ?? DEFAULT_APP_ORIGIN;
}
