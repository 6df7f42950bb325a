import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Database } from '../store/database.ts';
import { hashSecret, newSecret } from '../store/ids.ts';
import { readSetting, writeSetting } from '../store/settings.ts';
import { PORTAL_LAUNCH } from './local-only.ts';
import { readForm } from './request-body.ts';

const COOKIE = 'local_workos_browser';
const KEY_SETTING = 'form_key';

/** The hidden field with the token that each form of a page carries. */
export const FORM_TOKEN = 'form_token';

declare module 'hono' {
  interface ContextVariableMap {
    browserId: string;
    formToken: () => string;
  }
}

/** The browser that opens the page, known by a cookie that it gets here if it has none. It is stored as a hash. */
export function browserOf(c: Context): string {
  let id = c.get('browserId') ?? getCookie(c, COOKIE);
  if (!id) {
    id = newSecret();
    setCookie(c, COOKIE, id, { path: '/', httpOnly: true, sameSite: 'Lax' });
  }
  c.set('browserId', id);
  return hashSecret(id);
}

/** Whether this is the browser whose hash was stored. */
export function isBrowser(c: Context, hash: string | null): boolean {
  const id = getCookie(c, COOKIE);
  return id !== undefined && hash !== null && isSame(hashSecret(id), hash);
}

/**
 * Rejects forms that a browser sends from anywhere but a page of Local WorkOS, which has the browser's own token in it.
 * `Origin` alone would do for today's browsers.
 * @param refuse Says so to the person.
 */
export function protectForms(
  db: Database,
  refuse: (c: Context) => Response | Promise<Response>,
): MiddlewareHandler {
  return async (c, next) => {
    c.set('formToken', () => {
      browserOf(c);
      return tokenOf(db, c.get('browserId'));
    });
    if (isFormOfPage(c)) {
      const { [FORM_TOKEN]: token = '' } = await readForm(c);
      const id = getCookie(c, COOKIE);
      if (!id || !isSame(token, tokenOf(db, id))) return refuse(c);
    }
    await next();
  };
}

/** The token for the forms of a page. */
export function formToken(c: Context): string {
  return c.get('formToken')();
}

/** Programs have the API, and send neither header. The widgets open the Admin Portal with a form of the app's page. */
function isFormOfPage(c: Context): boolean {
  const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(
    c.req.header('Content-Type') ?? '',
  );
  const isFromPage = c.req.header('Origin') !== undefined || c.req.header('Sec-Fetch-Site') !== undefined;
  return isForm && isFromPage && c.req.path !== PORTAL_LAUNCH && !c.req.header('Authorization');
}

function tokenOf(db: Database, browserId: string): string {
  let key = readSetting(db, KEY_SETTING);
  if (!key) {
    key = newSecret();
    writeSetting(db, KEY_SETTING, key);
  }
  return createHmac('sha256', key).update(browserId).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length === second.length && timingSafeEqual(first, second);
}
