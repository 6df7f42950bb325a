import type { Context } from 'hono';
import { isAllowedRedirectUri } from '../environment/redirect-uris.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { CLIENT_ID } from '../http/options.ts';
import { errorPage } from '../pages/layout.ts';
import { redirectUriPage } from './redirect-uri-page.ts';

/**
 * Checks the client ID and the redirect URI of a sign-in. Nothing may be sent to the redirect URI before.
 * @returns The page to show instead, or undefined when both are right.
 */
export function refuseApp(local: LocalWorkOS, c: Context): Response | Promise<Response> | undefined {
  // Identity providers return to this name, and browsers keep the cookies of each name apart.
  const url = new URL(c.req.url);
  if (url.hostname !== 'localhost') {
    url.hostname = 'localhost';
    return c.redirect(url.toString());
  }
  const { client_id: clientId = '', redirect_uri: redirectUri = '' } = c.req.query();
  if (clientId !== CLIENT_ID) {
    const text = `The app sent client_id '${clientId}'. Local WorkOS expects '${CLIENT_ID}'.`;
    return errorPage(c, 'Unknown client ID', text);
  }
  if (!isAllowedRedirectUri(local, redirectUri)) return redirectUriPage(local, c, redirectUri);
  return undefined;
}
