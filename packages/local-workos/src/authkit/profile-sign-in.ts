import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { browserOf } from '../http/browser.ts';
import { callbackUrl } from '../http/callback-url.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { allowsProfile } from '../sso/admission.ts';
import type { Answer, AnswerProblem, IdentifiedProfile } from '../sso/protocol.ts';
import { serviceProviderOf } from '../sso/service-provider.ts';
import {
  type Connection,
  findConnection,
  findConnectionOfDomain,
  listActiveConnections,
  listConnections,
} from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { isOAuthProvider, type OAuthProvider } from '../store/oauth-providers.ts';
import { findOrganization } from '../store/organizations.ts';
import { issueSsoSecret, saveSsoProfile } from '../store/sso-profiles.ts';
import { createSsoSession, type SsoSession, succeed } from '../store/sso-sessions.ts';
import {
  type AuthorizationRequest,
  createAuthorizationRequest,
  endAuthorizationRequest,
} from './authorization-requests.ts';
import { providerPage, readPerson } from './provider-page.ts';
import { refuseApp } from './requesting-app.ts';
import { hostedPath, signInExpiredPage, withAuthorizationRequest } from './with-authorization-request.ts';

const query = z.object({
  redirect_uri: z.string(),
  response_type: z.literal('code', 'response_type must be code.'),
  state: z.string().optional(),
  connection: z.string().optional(),
  organization: z.string().optional(),
  provider: z.string().optional(),
  domain: z.string().optional(),
  login_hint: z.string().optional(),
  prompt: z.literal('login', 'prompt must be login.').optional(),
  code_challenge: z.string().min(1, 'code_challenge is empty.').optional(),
  code_challenge_method: z.literal('S256', 'code_challenge_method must be S256.').optional(),
});

type Query = z.infer<typeof query>;

const PROVIDER_PAGE = 'sso/provider';

/** `GET /sso/authorize`, and the page of providers such as Google: https://workos.com/docs/reference/sso */
export function profileSignInRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get('/sso/authorize', async (c) => {
    const refusal = refuseApp(local, c);
    if (refusal) return refusal;
    const { redirect_uri = '', state } = c.req.query();
    const backToApp = (error: string, description: string) =>
      c.redirect(callbackUrl(redirect_uri, { error, error_description: description, state }));

    const parsed = query.safeParse(c.req.query());
    if (!parsed.success) {
      return backToApp('invalid_request', parsed.error.issues.map(({ message }) => message).join(' '));
    }
    const { code_challenge, login_hint, code_challenge_method } = parsed.data;
    if (code_challenge !== undefined && !code_challenge_method) {
      return backToApp('invalid_request', 'code_challenge requires code_challenge_method=S256.');
    }
    const selected = selectIdentityProvider(db, parsed.data);
    if ('error' in selected) return backToApp(selected.error, selected.description);

    const { provider, connection } = selected;
    const parameters = { redirect_uri, state, code_challenge, login_hint, provider, screen_hint: SCREEN };
    const request = createAuthorizationRequest(db, parameters, browserOf(c), 'profile');
    if (!connection) return c.redirect(hostedPath(PROVIDER_PAGE, request));
    const exchange = createSsoSession(db, connection.id, request.id);
    const serviceProvider = await serviceProviderOf(connection);
    return c.redirect(serviceProvider.requestUrl(local, connection, exchange, login_hint));
  });

  app.get(
    `/${PROVIDER_PAGE}`,
    withAuthorizationRequest(
      local,
      (c, request) => {
        const provider = requestedProvider(request);
        if (!provider) return signInExpiredPage(local, c);
        const form = { email: request.parameters.login_hint ?? '' };
        return providerPage(c, request, { provider, action: PROVIDER_PAGE, form });
      },
      'profile',
    ),
  );

  app.post(
    `/${PROVIDER_PAGE}`,
    withAuthorizationRequest(
      local,
      (c, request, form) => {
        const provider = requestedProvider(request);
        if (!provider) return signInExpiredPage(local, c);
        if (form.deny) return profileDenied(local, c, request, 'denied');
        const result = readPerson(form);
        if ('problem' in result) {
          return providerPage(c, request, { provider, action: PROVIDER_PAGE, form, ...result });
        }
        return returnProfile(local, c, request, { provider }, result.person);
      },
      'profile',
    ),
  );

  return app;
}

function requestedProvider({ parameters }: AuthorizationRequest): OAuthProvider | undefined {
  const { provider = '' } = parameters;
  return isOAuthProvider(provider) ? provider : undefined;
}

/** Unused: the SSO API has no hosted sign-in page. */
const SCREEN = 'sign-in' as const;

type Selected =
  | { connection: Connection; provider?: undefined }
  | { provider: string; connection?: undefined }
  | { error: string; description: string };

/** Finds the one identity provider that the app asks for, or the documented error. */
function selectIdentityProvider(
  db: Database,
  { connection, organization, provider, domain }: Query,
): Selected {
  const selectors = [connection, organization, provider, domain].filter(Boolean);
  if (selectors.length !== 1) {
    return {
      error: 'invalid_connection_selector',
      description: 'Send exactly one of connection, organization, or provider.',
    };
  }
  if (connection) return usable(findConnection(db, connection), connection);
  if (organization) return connectionOfOrganization(db, organization);
  if (domain) return usable(findConnectionOfDomain(db, domain.toLowerCase()), domain);
  if (provider && isOAuthProvider(provider)) return { provider };
  return { error: 'invalid_connection_selector', description: `The provider '${provider}' does not exist.` };
}

function usable(connection: Connection | undefined, name: string): Selected {
  if (!connection)
    return { error: 'connection_invalid', description: `There is no connection for '${name}'.` };
  if (connection.state === 'active') return { connection };
  return { error: 'connection_unlinked', description: `The connection '${connection.id}' is unlinked.` };
}

function connectionOfOrganization(db: Database, id: string): Selected {
  const error = 'organization_invalid';
  if (!findOrganization(db, id)) return { error, description: `There is no organization '${id}'.` };
  const [connection, ...others] = listActiveConnections(db, id);
  if (others.length > 0) {
    return {
      error: 'ambiguous_connection_selector',
      description: `The organization '${id}' has several connections. Send connection instead.`,
    };
  }
  if (connection) return { connection };
  const [unlinked] = listConnections(db, id);
  return unlinked
    ? usable(unlinked, id)
    : { error, description: `No connection is associated with the organization '${id}'.` };
}

/** Returns to the app with the code of a profile, or with the reason why the connection gives none. */
export function connectionAnswered(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  connection: Connection,
  session: SsoSession,
  answer: Answer,
): Response | Promise<Response> {
  if (!answer.ok) return profileDenied(local, c, request, answer.problem);
  if (!allowsProfile(local.db, connection, answer.profile.email)) {
    return profileDenied(local, c, request, 'outside_organization');
  }
  succeed(local.db, session.id);
  return returnProfile(local, c, request, { connection_id: connection.id }, answer.profile);
}

/** Ends a sign-in without a profile, and tells the app why. */
function profileDenied(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  problem: AnswerProblem | 'outside_organization',
): Response | Promise<Response> {
  if (!endAuthorizationRequest(local.db, request)) return signInExpiredPage(local, c);
  const { redirect_uri, state } = request.parameters;
  const [error, error_description] = PROBLEMS[problem];
  return c.redirect(callbackUrl(redirect_uri, { error, error_description, state }));
}

/** The documented codes: https://workos.com/docs/reference/sso/get-authorization-url */
const PROBLEMS: Record<AnswerProblem | 'outside_organization', readonly [error: string, text: string]> = {
  denied: ['access_denied', 'The identity provider denied access.'],
  certificate_expired: ['server_error', "The identity provider's certificate has expired."],
  invalid_answer: ['server_error', "The identity provider's response could not be verified."],
  outside_organization: [
    'profile_not_allowed_outside_organization',
    "The profile's email address is not in a domain of the organization.",
  ],
};

function returnProfile(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  source: { connection_id: string } | { provider: string },
  { subject, email, firstName, lastName, attributes }: IdentifiedProfile,
): Response | Promise<Response> {
  const { db } = local;
  const { redirect_uri, state, code_challenge } = request.parameters;
  const code = db.transaction(() => {
    if (!endAuthorizationRequest(db, request)) return undefined;
    const { id } = saveSsoProfile(db, {
      connection_id: null,
      provider: null,
      ...source,
      idp_id: subject,
      email,
      first_name: firstName,
      last_name: lastName,
      raw_attributes: JSON.stringify(attributes),
    });
    return issueSsoSecret(db, 'code', id, code_challenge);
  });
  if (code === undefined) return signInExpiredPage(local, c);
  return c.redirect(callbackUrl(redirect_uri, { code, state }));
}
