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
import { isOAuthProvider } from '../store/oauth-providers.ts';
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
import { providerPath } from './social-sign-in.ts';
import { ssoPath } from './sso-pages.ts';

/** The values that an app can send. `prompt` and providers' own parameters are not limited by the OpenAPI. */
const query = authorizationParameters.extend({
  client_id: z.string(),
  response_type: z.literal('code', 'response_type must be code.'),
  code_challenge_method: z.literal('S256', 'code_challenge_method must be S256.').optional(),
  screen_hint: z.enum(['sign-in', 'sign-up'], 'screen_hint must be sign-in or sign-up.').default('sign-in'),
  max_age: z.string().regex(/^\d+$/, 'max_age must be a whole number of seconds.').optional(),
  prompt: z.string().optional(),
});

type Query = z.infer<typeof query>;

/** `GET /user_management/authorize`: starts a sign-in and shows the hosted pages. */
export function authorizeRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get('/user_management/authorize', async (c) => {
    const refusal = refuseApp(local, c);
    if (refusal) return refusal;
    const { redirect_uri = '', state } = c.req.query();
    const backToApp = ([error, error_description]: Problem) =>
      c.redirect(callbackUrl(redirect_uri, { error, error_description, state }));

    const parsed = query.safeParse(c.req.query());
    if (!parsed.success) {
      const description = parsed.error.issues.map(({ message }) => message).join(' ');
      return backToApp(['invalid_request', description]);
    }
    const problem = combinationProblem(parsed.data);
    if (problem) return backToApp(problem);

    const request = createAuthorizationRequest(db, authorizationParameters.parse(parsed.data), browserOf(c));
    const ticket = takeSignInTicket(db, c);
    if (ticket?.impersonator) return impersonate(local, c, request, ticket, ticket.impersonator);
    if (ticket) return authenticated(local, c, request, ticket);
    // The hosted pages keep no session of their own, so there is always something to ask. `max_age` and the other
    // values of `prompt` are met for the same reason.
    if (parsed.data.prompt?.split(' ').includes('none')) {
      return backToApp(['login_required', 'The user must sign in, which prompt=none does not allow.']);
    }
    const { provider = '' } = parsed.data;
    if (isOAuthProvider(provider)) return c.redirect(providerPath(request, provider));
    const connection = requestedConnection(db, request.parameters);
    if (connection === 'unusable') {
      return backToApp(['connection_invalid', 'The connection does not exist, or is not active.']);
    }
    if (connection) return c.redirect(ssoPath(request, connection, request.parameters.login_hint));
    return c.redirect(`/${firstScreen(local, request.parameters)}?authorization_session_id=${request.id}`);
  });

  return app;
}

type Problem = readonly [error: string, description: string];

/** Checks parameters that depend on each other. */
function combinationProblem(parameters: Query): Problem | undefined {
  const { code_challenge, code_challenge_method, provider, max_age } = parameters;
  if (code_challenge !== undefined && !code_challenge_method) {
    return ['invalid_request', 'code_challenge requires code_challenge_method=S256.'];
  }
  if (provider === undefined || provider === 'authkit') return undefined;
  if (!isOAuthProvider(provider)) {
    return ['invalid_connection_selector', `The provider '${provider}' does not exist.`];
  }
  if (parameters.connection_id || parameters.organization_id) {
    const description = 'Send exactly one of connection_id, organization_id, or an OAuth provider.';
    return ['invalid_connection_selector', description];
  }
  if (max_age !== undefined) return ['invalid_request', 'max_age is only supported with provider=authkit.'];
  return undefined;
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
