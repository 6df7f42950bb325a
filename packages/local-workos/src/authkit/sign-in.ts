import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { authenticationFailed, visitorOf } from '../events/authentication.ts';
import type { LocalWorkOS } from '../http/context.ts';
import type { Form } from '../http/request-body.ts';
import { cardPage, field, type Html } from '../pages/layout.ts';
import { verifyPasswordAtSignIn } from '../passwords/hash.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { findConnectionOfAddress } from '../store/connections.ts';
import { continueAsChoices } from '../store/continue-as.ts';
import type { Database } from '../store/database.ts';
import { findInvitationByToken } from '../store/invitations.ts';
import { findActiveMembership, membershipRoles } from '../store/memberships.ts';
import { listOAuthProfiles } from '../store/oauth-profiles.ts';
import { identityProvider, oauthProviderName } from '../store/oauth-providers.ts';
import { findOrganization } from '../store/organizations.ts';
import { listPasskeys } from '../store/passkeys.ts';
import { displayName, findUser, findUserByEmail } from '../store/users.ts';
import type { AuthorizationRequest } from './authorization-requests.ts';
import { authenticated } from './finish-sign-in.ts';
import { passkeySignInForm } from './passkey-form.ts';
import { personButton } from './person-button.ts';
import { providerLinks } from './social-sign-in.ts';
import { ssoPath } from './sso-pages.ts';
import { hostedPath, requestField, withAuthorizationRequest } from './with-authorization-request.ts';

/** The hosted sign-in: continue as a seeded person, or enter an email and then a password. */
export function signInRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(
    '/sign-in',
    withAuthorizationRequest(local, (c, request) => emailPage(local, c, request, {})),
  );

  app.post(
    '/sign-in',
    withAuthorizationRequest(local, (c, request, form) => {
      const email = form.email ?? '';
      if (!email) return emailPage(local, c, request, form, 'Enter your email address.');
      const connection = findConnectionOfAddress(db, email);
      if (connection) return c.redirect(ssoPath(request, connection, email));
      const problem = passwordProblem(db, email);
      if (problem) return emailPage(local, c, request, form, problem);
      return c.redirect(hostedPath('sign-in/password', request, { email }));
    }),
  );

  app.get(
    '/sign-in/password',
    withAuthorizationRequest(local, (c, request) =>
      passwordPage(local, c, request, c.req.query('email') ?? ''),
    ),
  );

  app.post(
    '/sign-in/password',
    withAuthorizationRequest(local, async (c, request, form) => {
      const email = form.email ?? '';
      const connection = findConnectionOfAddress(db, email);
      if (connection) return c.redirect(ssoPath(request, connection, email));
      const problem = passwordProblem(db, email);
      if (problem) return emailPage(local, c, request, form, problem);
      const user = findUserByEmail(db, email);
      if (!form.password) return passwordPage(local, c, request, email, 'Enter your password.');
      if (!local.rateLimits.allows('authentication', email))
        return passwordPage(local, c, request, email, 'Too many attempts. Try again in a minute.');
      if (!user || !(await verifyPasswordAtSignIn(db, user, form.password))) {
        authenticationFailed(db, { type: 'password', visitor: visitorOf(c), userId: user?.id, email }, [
          'invalid_credentials',
          'Invalid credentials.',
        ]);
        return passwordPage(local, c, request, email, 'That password is incorrect. Try again, or reset it.');
      }
      return authenticated(local, c, request, { userId: user.id });
    }),
  );

  app.post(
    '/sign-in/continue',
    withAuthorizationRequest(local, (c, request, form) => {
      const choice = continueAsChoices(db).find(
        ({ userId, organizationId }) =>
          userId === form.user_id && (organizationId ?? '') === (form.organization_id ?? ''),
      );
      if (!choice) return emailPage(local, c, request, form, 'This person no longer exists. Choose another.');
      return authenticated(local, c, request, choice);
    }),
  );

  return app;
}

/** Returns why this address cannot sign in with a password, or undefined if it can. */
function passwordProblem(db: Database, email: string): string | undefined {
  if (!readAuthenticationSettings(db).passwords) {
    return 'Signing in with a password is turned off in this environment.';
  }
  const user = findUserByEmail(db, email);
  if (user?.password_hash) return undefined;
  if (!user) return `No account found for ${email}. Check the address, or sign up.`;
  const linked = listOAuthProfiles(db, user.id).map(({ provider }) => provider);
  const provider = readAuthenticationSettings(db).providers.find((each) =>
    linked.includes(identityProvider(each)),
  );
  if (provider) return `${email} has no password. Continue with ${oauthProviderName(provider)}.`;
  return listPasskeys(db, user.id).length > 0
    ? `${email} has no password. Sign in with a passkey.`
    : `${email} has no password yet. Sign up to choose one.`;
}

function emailPage(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  form: Form,
  error?: string,
): Response | Promise<Response> {
  const { invitation_token, login_hint } = request.parameters;
  const invited = invitation_token && findInvitationByToken(local.db, invitation_token);
  const email = form.email ?? (invited ? invited.email : login_hint);
  const choices = invited ? '' : continueAsForms(local, request);
  return cardPage(c, {
    title: 'Sign in',
    status: error ? 422 : 200,
    body: html`${choices}
      <form method="post" action="/sign-in" novalidate>
        ${requestField(request)}
        ${field({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', value: email, error })}
        <button class="primary">Continue</button>
      </form>
      ${passkeySignInForm(local.db, request)} ${providerLinks(local.db, request)}
      <p class="below">
        No account yet? <a href="${hostedPath('sign-up', request, email ? { email } : {})}">Sign up</a>
      </p>`,
  });
}

/** One button for each seeded person who can sign in to the requested organization. */
function continueAsForms({ db }: LocalWorkOS, request: AuthorizationRequest): Html | string {
  const wanted = request.parameters.organization_id;
  const choices = continueAsChoices(db).filter(({ organizationId }) => !wanted || organizationId === wanted);
  if (choices.length === 0) return '';
  return html`<ul class="choices" aria-label="Continue as">
      ${choices.map(({ userId, organizationId }) => {
        const user = findUser(db, userId);
        if (!user) return '';
        const organization = organizationId && findOrganization(db, organizationId);
        const membership = organizationId && findActiveMembership(db, userId, organizationId);
        if (organizationId && !membership) return '';
        const roles = membership ? membershipRoles(db, membership.id).map(({ name }) => name) : [];
        const place = organization ? `${roles.join(', ')} · ${organization.name}` : 'No organization';
        return html`<li>
          <form method="post" action="/sign-in/continue">
            ${requestField(request)}
            <input type="hidden" name="user_id" value="${userId}" />
            <input type="hidden" name="organization_id" value="${organizationId ?? ''}" />
            ${personButton(displayName(user), place)}
          </form>
        </li>`;
      })}
    </ul>
    <p class="divider">or</p>`;
}

function passwordPage(
  { db }: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  email: string,
  error?: string,
): Response | Promise<Response> {
  return cardPage(c, {
    title: 'Enter your password',
    status: error ? 422 : 200,
    body: html`<form method="post" action="/sign-in/password" novalidate>
        ${requestField(request)}
        ${field({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', value: email, readonly: true })}
        ${field({
          name: 'password',
          label: 'Password',
          type: 'password',
          autocomplete: 'current-password',
          autofocus: true,
          error,
        })}
        <button class="primary">Sign in</button>
      </form>
      ${passkeySignInForm(db, request)}
      <p class="below row">
        <a href="${hostedPath('forgot-password', request, { email })}">Forgot your password?</a>
        <a href="${hostedPath('sign-in', request)}">Use another email</a>
      </p>`,
  });
}
