import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { METHOD_NAME_ALL } from 'hono/router';
import type { Database } from '../store/database.ts';
import { savedApiKeys } from '../store/environment.ts';
import { unauthorized } from './api-error.ts';
import { bearerToken } from './bearer-token.ts';
import { API_KEY, DEFAULT_API_KEYS } from './options.ts';

/** The secret keys that apps use to call the API of this environment. */
export function apiKeys(db: Database): readonly string[] {
  return savedApiKeys(db) ?? DEFAULT_API_KEYS;
}

/** The key that apps are configured with. */
export function apiKey(db: Database): string {
  return apiKeys(db)[0] ?? API_KEY;
}

/** Requires an API key of this environment. A path that is not served says so without one. */
export function requireApiKey(db: Database): MiddlewareHandler {
  return async (c, next) => {
    if (!matchedRoutes(c).some(({ method }) => method !== METHOD_NAME_ALL)) return next();
    const key = bearerToken(c);
    if (!key || !apiKeys(db).includes(key)) throw unauthorized();
    await next();
  };
}
