import { type Context, Hono } from 'hono';
import { authenticationFailed, type SsoDetails, ssoStarted, visitorOf } from '../events/authentication.ts';
import { appSignInUrl } from '../http/app-urls.ts';
import { isBrowser } from '../http/browser.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readForm } from '../http/request-body.ts';
import { errorPage } from '../pages/layout.ts';
import { admit } from '../sso/admission.ts';
import { serviceProviderOf } from '../sso/service-provider.ts';
import { type Connection, findConnection } from '../store/connections.ts';
import { createSsoSession, succeed, takeSsoSession } from '../store/sso-sessions.ts';
import { type AuthorizationRequest, findAuthorizationRequest } from './authorization-requests.ts';
import { authenticated } from './finish-sign-in.ts';
import { connectionAnswered } from './profile-sign-in.ts';
import { ssoFailedPage } from './sso-pages.ts';
import { otherBrowserPage, withAuthorizationRequest } from './with-authorization-request.ts';

/** Sign-in through an organization's identity provider: the request and the response. */
export function singleSignOnRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(
    '/sso/start',
    withAuthorizationRequest(local, async (c, request) => {
      const { connection_id: id = '', login_hint: loginHint } = c.req.query();
      const connection = findConnection(db, id);
      if (connection?.state !== 'active') return noConnectionPage(local, c);
      const exchange = createSsoSession(db, connection.id, request.id);
      ssoStarted(db, { visitor: visitorOf(c), email: loginHint, sso: detailsOf(connection, request) });
      const serviceProvider = await serviceProviderOf(connection);
      return c.redirect(serviceProvider.requestUrl(local, connection, exchange, loginHint));
    }),
  );

  app.post('/sso/answer/:connectionId', async (c) => {
    const form = await readForm(c);
    const connection = findConnection(db, c.req.param('connectionId'));
    if (connection?.state !== 'active') return noConnectionPage(local, c);
    const session = takeSsoSession(db, connection.id, form.RelayState ?? form.state ?? '');
    const request = session && findAuthorizationRequest(db, session.authorization_request_id);
    if (!session || !request) return staleAnswerPage(local, c);
    if (!isBrowser(c, request.browser_hash)) return otherBrowserPage(local, c);

    const serviceProvider = await serviceProviderOf(connection);
    const answer = await serviceProvider.readAnswer(local, connection, session.request_id, form);
    if (request.purpose === 'profile') {
      return connectionAnswered(local, c, request, connection, session, answer);
    }
    const failed = (problem: string, email?: string) =>
      authenticationFailed(
        db,
        { type: 'sso', visitor: visitorOf(c), email, sso: detailsOf(connection, request) },
        [problem, 'The sign-in through the identity provider failed.'],
      );
    if (!answer.ok) {
      failed(answer.problem);
      return ssoFailedPage(local, c, request, connection, answer.problem);
    }
    const admission = admit(local, connection, answer.profile);
    if (!admission.ok) {
      failed(admission.problem, answer.profile.email);
      return ssoFailedPage(local, c, request, connection, admission.problem, answer.profile.email);
    }
    succeed(db, session.id);
    return authenticated(local, c, request, {
      userId: admission.user.id,
      method: 'SSO',
      connectionId: connection.id,
      mustVerifyEmail: admission.mustVerifyEmail,
    });
  });

  return app;
}

function detailsOf({ id, organization_id }: Connection, request: AuthorizationRequest): SsoDetails {
  return { organization_id, connection_id: id, session_id: request.id };
}

function noConnectionPage(local: LocalWorkOS, c: Context): Response | Promise<Response> {
  return errorPage(
    c,
    'Single sign-on is not set up',
    'The connection to the identity provider was removed or paused. Sign in another way, or ask an admin of the organization.',
    { href: appSignInUrl(local), label: 'Back to the app' },
  );
}

/** A response is accepted once, within ten minutes. */
function staleAnswerPage(local: LocalWorkOS, c: Context): Response | Promise<Response> {
  return errorPage(
    c,
    'This sign-in has ended',
    "The identity provider's response came too late or was already used. Start again from the app.",
    { href: appSignInUrl(local), label: 'Back to the app' },
  );
}
