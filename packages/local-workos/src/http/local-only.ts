import type { MiddlewareHandler } from 'hono';
import { forbidden } from './api-error.ts';

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Paths with CORS rules of their own. */
const CROSS_ORIGIN_PATHS = /^\/(_widgets|client)\//;

/**
 * Rejects requests for other hosts, and writes from pages of other sites. The server listens on loopback only,
 * but a web page could still point its own domain to 127.0.0.1 (DNS rebinding) and read the data.
 */
export const localOnly: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('Host')?.replace(/:\d+$/, '') ?? '';
  if (!LOCAL_HOSTS.has(host)) throw forbidden(`Local WorkOS only responds as localhost, not as '${host}'.`);
  const writes = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
  if (writes && c.req.header('Sec-Fetch-Site') === 'cross-site' && !CROSS_ORIGIN_PATHS.test(c.req.path)) {
    throw forbidden('Local WorkOS does not accept requests from pages of other sites.');
  }
  await next();
};
