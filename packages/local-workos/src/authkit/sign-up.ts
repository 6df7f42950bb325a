import { type Context, type Handler, Hono } from 'hono';
import { html } from 'hono/html';
import { authenticationFailed, authenticationSucceeded, visitorOf } from '../events/authentication.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { emailAddress, type Form, personName } from '../http/request-body.ts';
import { cardPage, field } from '../pages/layout.ts';
import { hashPassword } from '../passwords/hash.ts';
import { checkPassword, passwordHint } from '../passwords/policy.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { findConnectionOfAddress } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { findInvitationByToken } from '../store/invitations.ts';
import { type OneTimeCodeResult, redeemOneTimeCode } from '../store/one-time-codes.ts';
import { createUser, findUser, findUserByEmail, hasAccount, updateUser } from '../store/users.ts';
import { mailVerificationCode } from '../users/mails.ts';
import { type AuthorizationRequest, updateAuthorizationRequest } from './authorization-requests.ts';
import { authenticated, continueSignIn } from './finish-sign-in.ts';
import { invitationProblem, unusableInvitationPage } from './invitation-problem.ts';
import { providerLinks } from './social-sign-in.ts';
import { ssoPath } from './sso-pages.ts';
import {
  hostedPath,
  type RequestHandler,
  requestField,
  withAuthorizationRequest,
} from './with-authorization-request.ts';

/** The hosted sign-up, and the page that verifies the address with a code. */
export function signUpRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(
    '/sign-up',
    withSignUpRequest(local, (c, request) =>
      signUpPage(local, c, request, { email: c.req.query('email') ?? '' }),
    ),
  );

  app.post(
    '/sign-up',
    withSignUpRequest(local, async (c, request, form) => {
      const email = invitedAddress(local, request) ?? form.email ?? '';
      const connection = findConnectionOfAddress(db, email);
      if (connection) return c.redirect(ssoPath(request, connection, email));
      const password = form.password ?? '';
      const errors = {
        email: emailProblem(db, email),
        first_name: nameProblem(form.first_name),
        last_name: nameProblem(form.last_name),
        password:
          (await checkPassword(db, password, email)).map(({ message }) => message).join(' ') || undefined,
      };
      if (Object.values(errors).some(Boolean)) return signUpPage(local, c, request, form, errors);

      const account = {
        first_name: form.first_name || undefined,
        last_name: form.last_name || undefined,
        password_hash: await hashPassword(password),
      };
      // An existing account gets these values once the person has verified the address.
      const who = db.transaction(() => {
        const existing = findUserByEmail(db, email);
        return existing
          ? { userId: existing.id, mustVerifyEmail: true, proposedAccount: account }
          : { userId: createUser(db, { ...account, email }).id };
      });
      return authenticated(local, c, request, who);
    }),
  );

  app.get(
    '/verify-email',
    withAuthorizationRequest(local, (c, request) => verifyEmailPage(local, c, request)),
  );

  app.post(
    '/verify-email',
    withAuthorizationRequest(local, (c, request, form) => {
      const user = request.user_id ? findUser(db, request.user_id) : undefined;
      if (!user) return c.redirect(hostedPath('sign-in', request));
      if (form.resend) {
        if (!local.rateLimits.allows('emailVerification', user.id))
          return verifyEmailPage(local, c, request, 'Too many codes were sent. Try again in a minute.');
        mailVerificationCode(local, user);
        return c.redirect(hostedPath('verify-email', request));
      }
      if (!user.email_verified || request.must_verify_email) {
        if (!local.rateLimits.allows('authentication', user.email))
          return verifyEmailPage(local, c, request, 'Too many attempts. Try again in a minute.');
        const result = redeemOneTimeCode(db, user.id, 'email_verification', form.code ?? '');
        const attempt = {
          type: 'email_verification',
          visitor: visitorOf(c),
          userId: user.id,
          email: user.email,
        } as const;
        if (result !== 'ok') {
          authenticationFailed(db, attempt, [`one_time_code_${result}`, CODE_PROBLEMS[result]]);
          return verifyEmailPage(local, c, request, CODE_PROBLEMS[result]);
        }
        authenticationSucceeded(db, attempt);
        updateUser(db, user.id, { email_verified: 1 });
      }
      return continueSignIn(local, c, updateAuthorizationRequest(db, request, { must_verify_email: 0 }));
    }),
  );

  return app;
}

/** A page of a sign-up. Shows an error if its invitation can no longer be accepted. */
function withSignUpRequest(local: LocalWorkOS, handle: RequestHandler): Handler {
  return withAuthorizationRequest(local, (c, request, form) => {
    const token = request.parameters.invitation_token;
    const problem = token ? invitationProblem(local, token) : undefined;
    return problem ? unusableInvitationPage(local, c, problem.join('. ')) : handle(c, request, form);
  });
}

function emailProblem(db: Database, email: string): string | undefined {
  if (!emailAddress.safeParse(email).success) return 'Enter a valid email address.';
  if (!readAuthenticationSettings(db).passwords) {
    return 'Signing up with a password is turned off in this environment.';
  }
  return hasAccount(db, email) ? `${email} already has an account. Sign in instead.` : undefined;
}

function nameProblem(name = ''): string | undefined {
  return personName.safeParse(name).success ? undefined : 'Enter a shorter name.';
}

const CODE_PROBLEMS: Record<Exclude<OneTimeCodeResult, 'ok'>, string> = {
  invalid: 'That code is incorrect. Check the latest email.',
  used: 'That code has already been used. Request a new one.',
  expired: 'That code has expired. Request a new one.',
  too_many_attempts: 'Too many attempts. Request a new code.',
};

/** The invited address. The sign-up of an invitation cannot use another one. */
function invitedAddress({ db }: LocalWorkOS, request: AuthorizationRequest): string | undefined {
  const token = request.parameters.invitation_token;
  return token ? findInvitationByToken(db, token)?.email : undefined;
}

function signUpPage(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  form: Form,
  errors: Record<string, string | undefined> = {},
): Response | Promise<Response> {
  const invited = invitedAddress(local, request);
  return cardPage(c, {
    title: invited ? 'Accept your invitation' : 'Sign up',
    status: Object.values(errors).some(Boolean) ? 422 : 200,
    body: html`<form method="post" action="/sign-up" novalidate>
        ${requestField(request)}
        ${field({
          name: 'email',
          label: 'Email',
          type: 'email',
          autocomplete: 'username',
          value: invited ?? (form.email || request.parameters.login_hint),
          readonly: invited !== undefined,
          error: errors.email,
        })}
        ${field({
          name: 'first_name',
          label: 'First name',
          autocomplete: 'given-name',
          value: form.first_name,
          error: errors.first_name,
        })}
        ${field({
          name: 'last_name',
          label: 'Last name',
          autocomplete: 'family-name',
          value: form.last_name,
          error: errors.last_name,
        })}
        ${field({
          name: 'password',
          label: 'Password',
          type: 'password',
          autocomplete: 'new-password',
          hint: passwordHint(local.db),
          error: errors.password,
        })}
        <button class="primary">${invited ? 'Join' : 'Sign up'}</button>
      </form>
      ${providerLinks(local.db, request)}
      <p class="below">Already have an account? <a href="${hostedPath('sign-in', request)}">Sign in</a></p>`,
  });
}

function verifyEmailPage(
  { db }: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  error?: string,
): Response | Promise<Response> {
  const user = request.user_id ? findUser(db, request.user_id) : undefined;
  if (!user) return Promise.resolve(c.redirect(hostedPath('sign-in', request)));
  return cardPage(c, {
    title: 'Check your email',
    status: error ? 422 : 200,
    body: html`<p>
        We sent a six-digit code to <strong>${user.email}</strong>. Find it in the
        <a href="/" target="_blank" rel="noopener">inbox</a>.
      </p>
      <form method="post" action="/verify-email" novalidate>
        ${requestField(request)}
        ${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', inputmode: 'numeric', autofocus: true, error })}
        <button class="primary">Verify</button>
      </form>
      <form method="post" action="/verify-email" class="below">
        ${requestField(request)}
        <button class="link" name="resend" value="1">Send a new code</button>
      </form>`,
  });
}
