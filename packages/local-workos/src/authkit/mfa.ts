import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { authenticationFailed, authenticationSucceeded, visitorOf } from '../events/authentication.ts';
import type { LocalWorkOS } from '../http/context.ts';
import type { Form } from '../http/request-body.ts';
import { enrollAuthenticator, MAX_ATTEMPTS, redeemAuthenticatorCode } from '../mfa/authentication-factors.ts';
import { totpEnrollment } from '../mfa/totp.ts';
import { cardPage, errorPage, field } from '../pages/layout.ts';
import {
  type AuthenticationFactor,
  findFactor,
  listAuthenticators,
} from '../store/authentication-factors.ts';
import { findOrganization } from '../store/organizations.ts';
import { findUser, type User } from '../store/users.ts';
import { type AuthorizationRequest, updateAuthorizationRequest } from './authorization-requests.ts';
import { continueSignIn } from './finish-sign-in.ts';
import { hostedPath, requestField, withAuthorizationRequest } from './with-authorization-request.ts';

type Step = (
  c: Context,
  request: AuthorizationRequest,
  form: Form,
  user: User,
) => Response | Promise<Response>;

/** The hosted pages that ask for an authenticator code, and set up an authenticator app where one is required. */
export function mfaRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(
    '/mfa',
    afterFirstFactor(local, (c, request, form) => challengePage(c, request, form)),
  );

  app.post(
    '/mfa',
    afterFirstFactor(local, async (c, request, form, user) => {
      if (!form.code) return challengePage(c, request, form, 'Enter the code.');
      // A new sign-in allows five more attempts, but not more than the address has in a minute.
      if (!local.rateLimits.allows('authentication', user.email))
        return challengePage(c, request, form, 'Too many attempts. Try again in a minute.');
      // Count the attempt before checking it, so that concurrent attempts all count.
      const attempts = request.second_factor_attempts + 1;
      const tried = updateAuthorizationRequest(db, request, { second_factor_attempts: attempts });
      if (
        attempts <= MAX_ATTEMPTS &&
        (await redeemAuthenticatorCode(db, listAuthenticators(db, user.id), form.code))
      ) {
        return withSecondFactor(local, c, tried, form, user);
      }
      authenticationFailed(db, { type: 'mfa', visitor: visitorOf(c), userId: user.id, email: user.email }, [
        'invalid_one_time_code',
        'The code is incorrect or has already been used.',
      ]);
      if (attempts >= MAX_ATTEMPTS) {
        updateAuthorizationRequest(db, request, { user_id: null });
        return errorPage(
          c,
          'Too many attempts',
          'Sign in again with a new code from your authenticator app.',
          {
            href: hostedPath('sign-in', request),
            label: 'Sign in again',
          },
        );
      }
      return challengePage(
        c,
        request,
        form,
        'That code is incorrect or has already been used. Enter the code shown now.',
      );
    }),
  );

  app.get(
    '/mfa/enroll',
    afterFirstFactor(local, async (c, request, form, user) => {
      if (listAuthenticators(db, user.id).length > 0)
        return c.redirect(hostedPath('mfa', request, chosen(form)));
      return enrollmentPage(local, c, request, form, await enrollAuthenticator(db, user));
    }),
  );

  app.post(
    '/mfa/enroll',
    afterFirstFactor(local, async (c, request, form, user) => {
      const factor = findFactor(db, form.factor_id ?? '');
      if (factor?.user_id !== user.id || factor.verified_at || listAuthenticators(db, user.id).length > 0) {
        return c.redirect(hostedPath('mfa/enroll', request, chosen(form)));
      }
      if (await redeemAuthenticatorCode(db, [factor], form.code ?? '')) {
        return withSecondFactor(local, c, request, form, user);
      }
      const error = form.code ? 'That code is incorrect. Enter the code shown now.' : 'Enter the code.';
      return enrollmentPage(local, c, request, form, factor, error);
    }),
  );

  return app;
}

/** Requires a completed first factor. Without one, the sign-in starts over. */
function afterFirstFactor(local: LocalWorkOS, step: Step) {
  return withAuthorizationRequest(local, (c, request, form) => {
    const user = request.user_id ? findUser(local.db, request.user_id) : undefined;
    if (!user) return c.redirect(hostedPath('sign-in', request));
    return step(c, request, { ...c.req.query(), ...form }, user);
  });
}

function withSecondFactor(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  form: Form,
  { id: userId, email }: User,
): Response | Promise<Response> {
  authenticationSucceeded(local.db, { type: 'mfa', visitor: visitorOf(c), userId, email });
  const proved = updateAuthorizationRequest(local.db, request, { second_factor_at: local.db.timestamp() });
  return continueSignIn(local, c, proved, form.organization_id || undefined);
}

/** The organization chosen before this step, to pass on to the next one. */
function chosen({ organization_id }: Form): Form {
  return organization_id ? { organization_id } : {};
}

function organizationField({ organization_id }: Form) {
  return organization_id
    ? html`<input type="hidden" name="organization_id" value="${organization_id}" />`
    : '';
}

function codeField(error: string | undefined) {
  return field({
    name: 'code',
    label: 'Code',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    autofocus: true,
    error,
  });
}

function challengePage(
  c: Context,
  request: AuthorizationRequest,
  form: Form,
  error?: string,
): Response | Promise<Response> {
  return cardPage(c, {
    title: 'Verify your identity',
    status: error ? 422 : 200,
    body: html`<p>Enter the six-digit code from your authenticator app.</p>
      <form method="post" action="/mfa" novalidate>
        ${requestField(request)}${organizationField(form)} ${codeField(error)}
        <button class="primary">Continue</button>
      </form>
      <p class="below"><a href="${hostedPath('sign-in', request)}">Back to sign in</a></p>`,
  });
}

async function enrollmentPage(
  { db }: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  form: Form,
  factor: AuthenticationFactor,
  error?: string,
): Promise<Response> {
  const organization = form.organization_id ? findOrganization(db, form.organization_id) : undefined;
  const requiring = organization?.mfa_required ? organization.name : 'This app';
  const { qr_code, secret } = await totpEnrollment(db, factor);
  return cardPage(c, {
    title: 'Set up an authenticator app',
    status: error ? 422 : 200,
    body: html`<p>
        ${requiring} requires multi-factor authentication. Scan the code with an authenticator app, then enter
        the six-digit code it shows.
      </p>
      <img class="qr-code" src="${qr_code}" width="200" height="200" alt="QR code for the authenticator app" />
      <p class="muted">Or enter this key: <code class="key">${secret}</code></p>
      <form method="post" action="/mfa/enroll" novalidate>
        ${requestField(request)}${organizationField(form)}
        <input type="hidden" name="factor_id" value="${factor.id}" />
        ${codeField(error)}
        <button class="primary">Continue</button>
      </form>
      <p class="below"><a href="${hostedPath('sign-in', request)}">Back to sign in</a></p>`,
  });
}
