import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { LocalWorkOS } from '../context.ts';
import { mailVerificationCode } from '../mails.ts';
import { cardPage, field } from '../pages/layout.ts';
import { checkPassword, passwordHint } from '../password-policy.ts';
import { hashPassword } from '../passwords.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { findConnectionOfAddress } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { findInvitationByToken } from '../store/invitations.ts';
import { type OneTimeCodeResult, redeemOneTimeCode } from '../store/one-time-codes.ts';
import { createUser, findUser, findUserByEmail, updateUser } from '../store/users.ts';
import { type AuthorizationRequest, updateAuthorizationRequest } from './authorization-requests.ts';
import { authenticated, continueSignIn } from './finish-sign-in.ts';
import { ssoPath } from './sso-pages.ts';
import {
  type Form,
  hostedPath,
  requestField,
  withAuthorizationRequest,
} from './with-authorization-request.ts';

/** The hosted sign-up, and the code that verifies the address. */
export function signUpRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(
    '/sign-up',
    withAuthorizationRequest(local, (c, request) =>
      signUpPage(local, c, request, { email: c.req.query('email') ?? '' }),
    ),
  );

  app.post(
    '/sign-up',
    withAuthorizationRequest(local, async (c, request, form) => {
      const email = invitedAddress(local, request) ?? form.email ?? '';
      const connection = findConnectionOfAddress(db, email);
      if (connection) return c.redirect(ssoPath(request, connection, email));
      const password = form.password ?? '';
      const existing = findUserByEmail(db, email);
      const errors = {
        email: emailProblem(db, email),
        password:
          (await checkPassword(db, password, email)).map(({ message }) => message).join(' ') || undefined,
      };
      if (errors.email || errors.password) return signUpPage(local, c, request, form, errors);

      const account = {
        first_name: form.first_name || existing?.first_name,
        last_name: form.last_name || existing?.last_name,
        password_hash: await hashPassword(password),
      };
      // Whoever chooses the password of an account that had none has to show that the address is theirs.
      const user = existing
        ? updateUser(db, existing.id, { ...account, email_verified: 0 })
        : createUser(db, { ...account, email });
      return authenticated(local, c, request, { userId: user.id });
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
        mailVerificationCode(local, user);
        return c.redirect(hostedPath('verify-email', request));
      }
      if (!user.email_verified || request.must_verify_email) {
        const result = redeemOneTimeCode(db, user.id, 'email_verification', form.code ?? '');
        if (result !== 'ok') return verifyEmailPage(local, c, request, CODE_PROBLEMS[result]);
        updateUser(db, user.id, { email_verified: 1 });
      }
      return continueSignIn(local, c, updateAuthorizationRequest(db, request, { must_verify_email: 0 }));
    }),
  );

  return app;
}

function emailProblem(db: Database, email: string): string | undefined {
  if (!z.email().safeParse(email).success) return 'Enter a valid email address.';
  if (!readAuthenticationSettings(db).passwords) {
    return 'Signing up with a password is turned off in this environment.';
  }
  return findUserByEmail(db, email)?.password_hash
    ? `${email} has an account already. Sign in instead.`
    : undefined;
}

const CODE_PROBLEMS: Record<Exclude<OneTimeCodeResult, 'ok'>, string> = {
  invalid: 'That code is not right. Check the newest mail.',
  used: 'That code has been used. Ask for a new one.',
  expired: 'That code has expired. Ask for a new one.',
  too_many_attempts: 'That was tried too often. Ask for a new code.',
};

/** The address that an invitation was sent to; whoever follows its link signs up with no other. */
function invitedAddress({ db }: LocalWorkOS, request: AuthorizationRequest): string | undefined {
  const token = request.parameters.invitation_token;
  return token ? findInvitationByToken(db, token)?.email : undefined;
}

function signUpPage(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  form: Form,
  errors: { email?: string | undefined; password?: string | undefined } = {},
): Response | Promise<Response> {
  const invited = invitedAddress(local, request);
  return cardPage(c, {
    title: invited ? 'Accept your invitation' : 'Sign up',
    status: errors.email || errors.password ? 422 : 200,
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
        ${field({ name: 'first_name', label: 'First name', autocomplete: 'given-name', value: form.first_name })}
        ${field({ name: 'last_name', label: 'Last name', autocomplete: 'family-name', value: form.last_name })}
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
      <p class="below">Have an account? <a href="${hostedPath('sign-in', request)}">Sign in</a></p>`,
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
        We sent a six-digit code to <strong>${user.email}</strong>. Here it is in the
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
