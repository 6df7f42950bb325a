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

/** Who goes back to the app. */
export type SignedIn = Omit<AuthorizationCode, 'code_challenge' | 'ip_address' | 'user_agent'>;

/**
 * Goes back to the app with a code, which ends the sign-in: its pages lead nowhere from then on.
 * @param note What else is to be written down, in the same transaction.
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
