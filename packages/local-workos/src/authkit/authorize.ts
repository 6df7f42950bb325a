import { Hono } from 'hono';
import { z } from 'zod';
import { browserOf } from '../http/browser.ts';
import { callbackUrl } from '../http/callback-url.ts';
import type { LocalWorkOS } from '../http/context.ts';
import {
  type Connection,
  findConnection,
  findConnectionOfDomain,
  listActiveConnections,
} from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { findInvitationByToken } from '../store/invitations.ts';
import { findOrganization } from '../store/organizations.ts';
import { hasAccount } from '../store/users.ts';
import {
  type AuthorizationParameters,
  authorizationParameters,
  createAuthorizationRequest,
} from './authorization-requests.ts';
import { authenticated } from './finish-sign-in.ts';
import { impersonate } from './impersonation.ts';
import { refuseApp } from './requesting-app.ts';
import { takeSignInTicket } from './sign-in-tickets.ts';
import { ssoPath } from './sso-pages.ts';

const query = authorizationParameters.extend({
  client_id: z.string(),
  response_type: z.literal('code', 'response_type must be code.'),
  provider: z.literal('authkit', 'Local WorkOS supports provider=authkit only.').optional(),
  code_challenge_method: z.literal('S256', 'code_challenge_method must be S256.').optional(),
});

/** `GET /user_management/authorize`: starts a sign-in and shows the hosted pages. */
export function authorizeRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get('/user_management/authorize', async (c) => {
    const refusal = refuseApp(local, c);
    if (refusal) return refusal;
    const { redirect_uri = '', state } = c.req.query();
    const parsed = query.safeParse(c.req.query());
    if (!parsed.success) {
      const description = parsed.error.issues.map((issue) => issue.message).join(' ');
      return c.redirect(
        callbackUrl(redirect_uri, { error: 'invalid_request', error_description: description, state }),
      );
    }
    if (parsed.data.code_challenge !== undefined && !parsed.data.code_challenge_method) {
      const description = 'code_challenge requires code_challenge_method=S256.';
      return c.redirect(
        callbackUrl(redirect_uri, { error: 'invalid_request', error_description: description, state }),
      );
    }

    const request = createAuthorizationRequest(db, authorizationParameters.parse(parsed.data), browserOf(c));
    const ticket = takeSignInTicket(db, c);
    if (ticket?.impersonator) return impersonate(local, c, request, ticket, ticket.impersonator);
    if (ticket) return authenticated(local, c, request, ticket);
    const connection = requestedConnection(db, request.parameters);
    if (connection === 'unusable') {
      const description = 'The connection does not exist, or is not active.';
      return c.redirect(
        callbackUrl(redirect_uri, { error: 'connection_invalid', error_description: description, state }),
      );
    }
    if (connection) return c.redirect(ssoPath(request, connection, request.parameters.login_hint));
    return c.redirect(`/${firstScreen(local, request.parameters)}?authorization_session_id=${request.id}`);
  });

  return app;
}

/**
 * Finds the connection that an app requests by id, organization, or email domain. With `provider=authkit`, an
 * organization leads to its connection only if it requires SSO. Otherwise, people can choose.
 */
function requestedConnection(
  db: Database,
  { connection_id, organization_id, domain_hint, provider }: AuthorizationParameters,
): Connection | 'unusable' | undefined {
  if (connection_id) {
    const connection = findConnection(db, connection_id);
    return connection?.state === 'active' ? connection : 'unusable';
  }
  if (organization_id) {
    const isRequired = findOrganization(db, organization_id)?.sso_required === 1;
    return isRequired || !provider ? listActiveConnections(db, organization_id)[0] : undefined;
  }
  return domain_hint ? findConnectionOfDomain(db, domain_hint.toLowerCase()) : undefined;
}

/** Invited people without a password sign up. Everyone else signs in. */
function firstScreen({ db }: LocalWorkOS, parameters: AuthorizationParameters): 'sign-in' | 'sign-up' {
  const invitation = parameters.invitation_token && findInvitationByToken(db, parameters.invitation_token);
  if (!invitation) return parameters.screen_hint;
  return hasAccount(db, invitation.email) ? 'sign-in' : 'sign-up';
}
