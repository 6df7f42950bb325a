import type { Context } from 'hono';
import { callbackUrl } from '../http/callback-url.ts';
import type { LocalWorkOS } from '../http/context.ts';
import {
  type AuthorizationCode,
  type AuthorizationRequest,
  createAuthorizationCode,
  endAuthorizationRequest,
} from './authorization-requests.ts';
import { signInExpiredPage } from './with-authorization-request.ts';

/** The user who returns to the app, and how they signed in. */
export type SignedIn = Omit<AuthorizationCode, 'code_challenge' | 'ip_address' | 'user_agent'>;

/**
 * Returns to the app with a code. This ends the sign-in, so its pages stop working.
 * @param note Records more in the same transaction.
 */
export function returnToApp(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  who: SignedIn,
  note: () => void = () => {},
): Response | Promise<Response> {
  const { db } = local;
  const { redirect_uri, state, code_challenge } = request.parameters;
  const code = db.transaction(() => {
    if (!endAuthorizationRequest(db, request)) return undefined;
    note();
    return createAuthorizationCode(db, {
      ...who,
      code_challenge: code_challenge ?? null,
      ip_address: '127.0.0.1',
      user_agent: c.req.header('User-Agent') ?? null,
    });
  });
  return code === undefined
    ? signInExpiredPage(local, c)
    : c.redirect(callbackUrl(redirect_uri, { code, state }));
}
