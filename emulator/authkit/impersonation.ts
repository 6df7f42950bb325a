import type { Context } from 'hono';
import type { LocalWorkOS } from '../context.ts';
import type { AuthorizationRequest } from './authorization-requests.ts';
import { createAuthorizationCode } from './authorization-requests.ts';
import { callbackUrl } from './callback-url.ts';
import type { Impersonator, SignInTicket } from './sign-in-tickets.ts';

/**
 * Goes back to the app as somebody else. None of the person's own proofs are asked for, and nothing is
 * noted as if the person had been there.
 */
export function impersonate(
  { db }: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  { userId, organizationId }: SignInTicket,
  impersonator: Impersonator,
): Response {
  const { redirect_uri, state, code_challenge } = request.parameters;
  const code = createAuthorizationCode(db, {
    user_id: userId,
    organization_id: organizationId ?? null,
    authentication_method: 'Impersonation',
    second_factor_at: null,
    connection_id: null,
    impersonator_email: impersonator.email,
    impersonation_reason: impersonator.reason,
    code_challenge: code_challenge ?? null,
    ip_address: '127.0.0.1',
    user_agent: c.req.header('User-Agent') ?? null,
  });
  return c.redirect(callbackUrl(redirect_uri, { code, state }));
}
