import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { isAllowedOrigin } from './app-urls.ts';
import type { LocalWorkOS } from './context.ts';

/** What the widgets call, with a token. */
export const WIDGET_PATHS = ['/_widgets/*', '/client/graphql'];

/** Where the SDKs for browsers sign in and renew: https://github.com/workos/authkit-js */
export const AUTHENTICATE = '/user_management/authenticate';

/** Allows browser requests from the configured origins only. */
export function allowConfiguredOrigins(local: LocalWorkOS): MiddlewareHandler {
  return allowOrigins(local, {
    allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'WorkOS-Widgets-Type',
      'WorkOS-Widgets-Version',
      'x-elevated-access-token',
    ],
  });
}

/** The same, with cookies: an SDK that keeps no refresh token in the page has it in one. */
export function allowBrowserSdks(local: LocalWorkOS): MiddlewareHandler {
  return allowOrigins(local, { allowMethods: ['POST'], allowHeaders: ['Content-Type'], credentials: true });
}

type CorsOptions = NonNullable<Parameters<typeof cors>[0]>;

function allowOrigins(local: LocalWorkOS, options: Omit<CorsOptions, 'origin'>): MiddlewareHandler {
  return cors({
    ...options,
    origin: (origin) => (isAllowedOrigin(local, origin) ? origin : null),
    maxAge: 600,
  });
}
