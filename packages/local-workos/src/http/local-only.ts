import type { MiddlewareHandler } from 'hono';
import { forbidden } from './api-error.ts';

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Paths with CORS rules of their own. */
const CROSS_ORIGIN_PATHS = /^\/(_widgets|client)\//;

/**
 * Refuses requests that name another host, and writes from pages of another site. The server listens on loopback; this keeps a web page that
 * points its own name at 127.0.0.1 (DNS rebinding) from reading what is here.
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
