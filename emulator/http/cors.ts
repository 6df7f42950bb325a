import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Database } from '../store/database.ts';
import { listCorsOrigins } from '../store/settings.ts';

/** Lets browsers call from the configured origins, and from no other. */
export function allowConfiguredOrigins(db: Database): MiddlewareHandler {
  return cors({
    origin: (origin) => (listCorsOrigins(db).some((allowed) => allowed.origin === origin) ? origin : null),
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
