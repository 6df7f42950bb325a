import type { Context } from 'hono';
import type { LocalWorkOS } from '../http/context.ts';
import type { AuthorizationRequest } from './authorization-requests.ts';
import { returnToApp } from './return-to-app.ts';
import type { Impersonator, SignInTicket } from './sign-in-tickets.ts';

/**
 * Returns to the app as someone else. It requires none of the person's credentials, and does not count as a
 * sign-in of the person.
 */
export function impersonate(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  { userId, organizationId }: SignInTicket,
  impersonator: Impersonator,
): Response | Promise<Response> {
  return returnToApp(local, c, request, {
    user_id: userId,
    organization_id: organizationId ?? null,
    authentication_method: 'Impersonation',
    second_factor_at: null,
    connection_id: null,
    impersonator_email: impersonator.email,
    impersonation_reason: impersonator.reason,
  });
}
