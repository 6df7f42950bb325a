import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isAllowedOrigin } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { CLIENT_ID } from '../http/options.ts';

/** Has the refresh token, which scripts can't read. */
const REFRESH_TOKEN = 'workos_refresh_token';

/** Tells the SDK's script that there is one. On WorkOS, it comes with a custom authentication domain. */
const HAS_SESSION = 'workos-has-session';

const YEAR = 365 * 24 * 60 * 60;

/** Keeps the refresh token for an SDK that runs in a page and asks without one, which is its mode in production. */
export function keepRefreshToken(c: Context, local: LocalWorkOS, refreshToken: string): void {
  if (!isAllowedOrigin(local, c.req.header('Origin') ?? '')) return;
  const options = { path: '/', sameSite: 'Lax', maxAge: YEAR } as const;
  setCookie(c, REFRESH_TOKEN, refreshToken, { ...options, httpOnly: true });
  setCookie(c, HAS_SESSION, CLIENT_ID, options);
}

/** The refresh token of the browser that asks, if it asks from a page of an app. */
export function keptRefreshToken(c: Context, local: LocalWorkOS): string | undefined {
  return isAllowedOrigin(local, c.req.header('Origin') ?? '') ? getCookie(c, REFRESH_TOKEN) : undefined;
}

/** After sign-out. */
export function forgetRefreshToken(c: Context): void {
  for (const name of [REFRESH_TOKEN, HAS_SESSION]) {
    if (getCookie(c, name) !== undefined) deleteCookie(c, name, { path: '/' });
  }
}
