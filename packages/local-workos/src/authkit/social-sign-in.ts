import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { authenticationFailed, visitorOf } from '../events/authentication.ts';
import { callbackUrl } from '../http/callback-url.ts';
import type { LocalWorkOS } from '../http/context.ts';
import type { Form } from '../http/request-body.ts';
import type { Html } from '../pages/layout.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { findConnectionOfAddress } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { listAccountsAt, type OAuthProfile } from '../store/oauth-profiles.ts';
import {
  identityProvider,
  isOAuthProvider,
  type OAuthProvider,
  oauthProviderName,
} from '../store/oauth-providers.ts';
import { displayName } from '../store/users.ts';
import { type AuthorizationRequest, endAuthorizationRequest } from './authorization-requests.ts';
import { authenticated } from './finish-sign-in.ts';
import { authenticationOf } from './link-identity.ts';
import { personButton } from './person-button.ts';
import { providerPage, readPerson } from './provider-page.ts';
import { ssoPath } from './sso-pages.ts';
import {
  hostedPath,
  requestField,
  signInExpiredPage,
  withAuthorizationRequest,
} from './with-authorization-request.ts';

const PATH = 'sign-in/provider';

/** The number of accounts that fit on the page. */
const ACCOUNTS = 6;

/** Sign-in through a provider such as Google: https://workos.com/docs/authkit/social-login */
export function socialSignInRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(
    `/${PATH}`,
    withAuthorizationRequest(local, (c, request) => {
      const provider = requestedProvider(db, request, c.req.query('provider'));
      if (!provider) return c.redirect(hostedPath('sign-in', request));
      return consentPage(db, c, request, provider, { email: request.parameters.login_hint ?? '' });
    }),
  );

  app.post(
    `/${PATH}`,
    withAuthorizationRequest(local, (c, request, form) => {
      const provider = requestedProvider(db, request, form.provider);
      if (!provider) return c.redirect(hostedPath('sign-in', request));
      if (form.deny) return denied(local, c, request, provider);
      const result = readPerson(form);
      if ('problem' in result) return consentPage(db, c, request, provider, form, result.problem);
      const { person } = result;
      const connection = findConnectionOfAddress(db, person.email);
      if (connection) return c.redirect(ssoPath(request, connection, person.email));
      return authenticated(local, c, request, authenticationOf(db, provider, person));
    }),
  );

  return app;
}

/** The path of a provider's page in a sign-in. */
export function providerPath(request: AuthorizationRequest, provider: OAuthProvider): string {
  return hostedPath(PATH, request, { provider });
}

/** "Continue with Google", and a link for each other provider that the environment has turned on. */
export function providerLinks(db: Database, request: AuthorizationRequest): Html[] {
  return readAuthenticationSettings(db).providers.map(
    (provider) =>
      html`<a class="button wide-button" href="${providerPath(request, provider)}">Continue with ${oauthProviderName(provider)}</a>`,
  );
}

/** The app can send people to any provider. They themselves can choose those with a button. */
function requestedProvider(
  db: Database,
  { parameters }: AuthorizationRequest,
  name = '',
): OAuthProvider | undefined {
  if (!isOAuthProvider(name)) return undefined;
  const isOffered = parameters.provider === name || readAuthenticationSettings(db).providers.includes(name);
  return isOffered ? name : undefined;
}

/** Tells the app, if it sent the person to the provider. People who chose the provider can choose another way. */
function denied(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  provider: OAuthProvider,
): Response | Promise<Response> {
  const error = 'access_denied';
  const error_description = `The user denied the request at ${oauthProviderName(provider)}.`;
  authenticationFailed(local.db, { type: 'oauth', visitor: visitorOf(c) }, [error, error_description]);
  const { redirect_uri, state, provider: requested } = request.parameters;
  if (requested !== provider) return c.redirect(hostedPath('sign-in', request));
  if (!endAuthorizationRequest(local.db, request)) return signInExpiredPage(local, c);
  return c.redirect(callbackUrl(redirect_uri, { error, error_description, state }));
}

function consentPage(
  db: Database,
  c: Context,
  request: AuthorizationRequest,
  provider: OAuthProvider,
  form: Form,
  problem?: string,
): Response | Promise<Response> {
  const known = listAccountsAt(db, identityProvider(provider), ACCOUNTS);
  return providerPage(c, request, {
    provider,
    action: PATH,
    form,
    ...(problem ? { problem } : {}),
    fields: providerField(provider),
    accounts: known.length === 0 ? '' : accountForms(request, provider, known),
  });
}

function accountForms(
  request: AuthorizationRequest,
  provider: OAuthProvider,
  accounts: readonly OAuthProfile[],
): Html {
  return html`<ul class="choices" aria-label="Accounts">
      ${accounts.map((account) => {
        const { first_name, last_name } = account;
        const email = account.email ?? '';
        return html`<li>
          <form method="post" action="/${PATH}">
            ${requestField(request)}${providerField(provider)}
            <input type="hidden" name="email" value="${email}" />
            ${personButton(displayName({ first_name, last_name, email }), email)}
          </form>
        </li>`;
      })}
    </ul>
    <p class="divider">or</p>`;
}

function providerField(provider: OAuthProvider): Html {
  return html`<input type="hidden" name="provider" value="${provider}" />`;
}
