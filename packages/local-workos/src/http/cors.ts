import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { allowedOrigins } from './app-urls.ts';
import type { LocalWorkOS } from './context.ts';

/** Allows browser requests from the configured origins only. */
export function allowConfiguredOrigins(local: LocalWorkOS): MiddlewareHandler {
  return cors({
    origin: (origin) => (allowedOrigins(local).includes(origin) ? origin : null),
    allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'WorkOS-Widgets-Type',
      'WorkOS-Widgets-Version',
      'x-elevated-access-token',
    ],
    maxAge: 600,
  });
}
