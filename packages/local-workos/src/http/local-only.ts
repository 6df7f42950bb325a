import type { MiddlewareHandler } from 'hono';
import { forbidden } from './api-error.ts';
import { isAllowedOrigin } from './app-urls.ts';
import type { LocalWorkOS } from './context.ts';
import { AUTHENTICATE } from './cors.ts';

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The widgets open the Admin Portal with a form of the app's page, which sends `Origin: null` because it hides the
 * referrer. Its one-time token is the proof.
 */
export const PORTAL_LAUNCH = '/portal/launch';

/**
 * Rejects requests for other hosts, and writes from pages of other origins: other sites, and other ports of this
 * machine. The server listens on loopback only, but a web page could still point its own domain to 127.0.0.1 (DNS
 * rebinding) and read the data. Programs send no `Origin`.
 */
export function localOnly(local: LocalWorkOS): MiddlewareHandler {
  return async (c, next) => {
    const address = c.req.header('Host') ?? '';
    const host = address.replace(/:\d+$/, '');
    if (!LOCAL_HOSTS.has(host)) throw forbidden(`Local WorkOS only responds as localhost, not as '${host}'.`);
    const writes = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
    if (writes && !isOpenToPages(c.req.path)) {
      const origin = c.req.header('Origin');
      const site = c.req.header('Sec-Fetch-Site');
      const isOwn =
        (origin === undefined || origin === `http://${address}`) &&
        (site === undefined || site === 'same-origin' || site === 'none');
      const isOfApp = c.req.path === AUTHENTICATE && origin !== undefined && isAllowedOrigin(local, origin);
      if (!isOwn && !isOfApp)
        throw forbidden('Local WorkOS does not accept requests from pages of other origins.');
    }
    await next();
  };
}

function isOpenToPages(path: string): boolean {
  // The first two have CORS rules of their own.
  return path.startsWith('/_widgets/') || path.startsWith('/client/') || path === PORTAL_LAUNCH;
}
