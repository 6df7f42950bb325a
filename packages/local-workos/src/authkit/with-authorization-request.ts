import type { Context, Handler } from 'hono';
import { html } from 'hono/html';
import { appSignInUrl } from '../http/app-urls.ts';
import { isBrowser } from '../http/browser.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type Form, readForm } from '../http/request-body.ts';
import { errorPage, type Html } from '../pages/layout.ts';
import {
  type AuthorizationPurpose,
  type AuthorizationRequest,
  findAuthorizationRequest,
} from './authorization-requests.ts';

export type RequestHandler = (
  c: Context,
  request: AuthorizationRequest,
  form: Form,
) => Response | Promise<Response>;

/**
 * A hosted page of a sign-in in progress. Shows an error if the sign-in has ended.
 * @param purpose The page belongs to sign-ins for this purpose only.
 */
export function withAuthorizationRequest(
  local: LocalWorkOS,
  handle: RequestHandler,
  purpose: AuthorizationPurpose = 'session',
): Handler {
  return async (c) => {
    const form = c.req.method === 'POST' ? await readForm(c) : {};
    const id = form.authorization_session_id ?? c.req.query('authorization_session_id') ?? '';
    const request = findAuthorizationRequest(local.db, id);
    if (request?.purpose !== purpose) return signInExpiredPage(local, c);
    if (!isBrowser(c, request.browser_hash)) return otherBrowserPage(local, c);
    return handle(c, request, form);
  };
}

/** Shown when a sign-in has expired or has already returned to the app. */
export function signInExpiredPage(local: LocalWorkOS, c: Context): Response | Promise<Response> {
  return errorPage(c, 'This sign-in has expired', 'Go back to the app and sign in again.', {
    href: appSignInUrl(local),
    label: 'Back to the app',
  });
}

/** Shown when a sign-in was begun in another browser: finishing it here would sign in the one who began it there. */
export function otherBrowserPage(local: LocalWorkOS, c: Context): Response | Promise<Response> {
  return errorPage(
    c,
    'This sign-in belongs to another browser',
    'It was begun in another browser, or this one rejects cookies. Go back to the app and sign in again.',
    { href: appSignInUrl(local), label: 'Back to the app' },
  );
}

/** The hidden field that identifies the sign-in across pages. */
export function requestField(request: AuthorizationRequest): Html {
  return html`<input type="hidden" name="authorization_session_id" value="${request.id}" />`;
}

/** A link to another hosted page of the same sign-in. */
export function hostedPath(page: string, request: AuthorizationRequest, query: Form = {}): string {
  return `/${page}?${new URLSearchParams({ authorization_session_id: request.id, ...query })}`;
}
