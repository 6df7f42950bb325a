import { Hono } from 'hono';
import { isAtRedirectOrigin } from '../environment/redirect-uris.ts';
import { notFound, unprocessable } from '../http/api-error.ts';
import { appHomeUrl, isAllowedOrigin } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { CLIENT_ID } from '../http/options.ts';
import { errorPage } from '../pages/layout.ts';
import { endSession, findSession } from '../store/sessions.ts';
import { forgetRefreshToken } from './browser-session.ts';

/** The key set and the sign-out endpoint. */
export function sessionRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get('/sso/jwks/:clientId', async (c) => {
    const clientId = c.req.param('clientId');
    if (clientId !== CLIENT_ID) throw notFound('Client', clientId);
    return c.json({ keys: [(await local.signingKey).jwk] });
  });

  app.get('/user_management/sessions/logout', (c) => {
    const { session_id: sessionId = '', return_to: returnTo } = c.req.query();
    if (!findSession(db, sessionId)) throw unprocessable(`Session not found: '${sessionId}'.`);
    if (returnTo !== undefined && !isAppUrl(local, returnTo)) {
      return errorPage(
        c,
        'You are still signed in',
        `The app asked to return to ${returnTo}, which is not an allowed sign-out redirect. Add its origin under Settings.`,
        { href: '/settings', label: 'Settings' },
      );
    }
    endSession(db, sessionId);
    forgetRefreshToken(c);
    return c.redirect(returnTo ?? appHomeUrl(local));
  });

  return app;
}

/** Sign-out only returns to apps that this environment knows. */
function isAppUrl(local: LocalWorkOS, url: string): boolean {
  if (!URL.canParse(url)) return false;
  return isAllowedOrigin(local, new URL(url).origin) || isAtRedirectOrigin(local, url);
}
