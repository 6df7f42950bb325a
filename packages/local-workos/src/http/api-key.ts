import type { MiddlewareHandler } from 'hono';
import { unauthorized } from './api-error.ts';
import { bearerToken } from './bearer-token.ts';
import { API_KEYS } from './options.ts';

/** Lets a request pass with an API key of this environment. */
export const requireApiKey: MiddlewareHandler = async (c, next) => {
  const key = bearerToken(c);
  if (!key || !API_KEYS.includes(key)) throw unauthorized();
  await next();
};
