import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { appSignInUrl } from '../http/app-urls.ts';
import { isBrowser } from '../http/browser.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readForm } from '../http/request-body.ts';
import { cardPage, errorPage, field } from '../pages/layout.ts';
import { passwordHint } from '../passwords/policy.ts';
import { type ResetProblem, resetPassword, usableReset } from '../passwords/reset.ts';
import { mailPasswordReset } from '../passwords/reset-mail.ts';
import type { Database } from '../store/database.ts';
import { findUserByEmail } from '../store/users.ts';
import { type AuthorizationRequest, findAuthorizationRequest } from './authorization-requests.ts';
import { hostedPath, requestField, withAuthorizationRequest } from './with-authorization-request.ts';

/** The "Forgot your password?" page, and the page that the emailed link opens. */
export function passwordResetRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(
    '/forgot-password',
    withAuthorizationRequest(local, (c, request) => forgotPage(c, request, c.req.query('email') ?? '')),
  );

  app.post(
    '/forgot-password',
    withAuthorizationRequest(local, (c, request, form) => {
      const email = form.email ?? '';
      if (!email) return forgotPage(c, request, email, 'Enter your email address.');
      if (!local.rateLimits.allows('passwordReset', email))
        return forgotPage(c, request, email, 'Too many links were requested. Try again in a minute.');
      const user = findUserByEmail(db, email);
      if (user) mailPasswordReset(local, user, { authorizationRequestId: request.id });
      return cardPage(c, {
        title: 'Check your email',
        body: html`<p>
            If <strong>${email}</strong> has an account, we sent a link to reset its password. Find it in the
            <a href="/" target="_blank" rel="noopener">inbox</a>.
          </p>
          <a class="button" href="${hostedPath('sign-in', request)}">Back to sign in</a>`,
      });
    }),
  );

  app.get('/reset-password', (c) => {
    const token = c.req.query('token') ?? '';
    const reset = usableReset(db, token);
    if (typeof reset === 'string') return unusable(local, c, reset);
    return resetPage(db, c, token, c.req.query('authorization_session_id') ?? '');
  });

  app.post('/reset-password', async (c) => {
    const form = await readForm(c);
    const token = form.token ?? '';
    const requestId = form.authorization_session_id ?? '';
    const result = await resetPassword(local, token, form.password ?? '');
    if (!result.ok && result.problem === 'password') {
      return resetPage(db, c, token, requestId, result.errors.map(({ message }) => message).join(' '));
    }
    if (!result.ok) return unusable(local, c, result.problem);
    const request = findAuthorizationRequest(db, requestId);
    return cardPage(c, {
      title: 'Your password has been changed',
      body: html`<p>Sign in with your new password.</p>
        <a class="button primary" href="${request && isBrowser(c, request.browser_hash) ? hostedPath('sign-in', request) : appSignInUrl(local)}">Sign in</a>`,
    });
  });

  return app;
}

const PROBLEMS: Record<ResetProblem, string> = {
  unknown: 'The link is incomplete. Open it from the email again.',
  used: 'This link has already been used. Request a new one.',
  expired: 'This link has expired. Request a new one.',
};

function unusable(local: LocalWorkOS, c: Context, problem: ResetProblem): Response | Promise<Response> {
  return errorPage(c, 'This link cannot be used', PROBLEMS[problem], {
    href: appSignInUrl(local),
    label: 'Sign in',
  });
}

function forgotPage(
  c: Context,
  request: AuthorizationRequest,
  email: string,
  error?: string,
): Response | Promise<Response> {
  return cardPage(c, {
    title: 'Reset your password',
    status: error ? 422 : 200,
    body: html`<form method="post" action="/forgot-password" novalidate>
        ${requestField(request)}
        ${field({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', value: email, error })}
        <button class="primary">Send reset link</button>
      </form>
      <p class="below"><a href="${hostedPath('sign-in', request)}">Back to sign in</a></p>`,
  });
}

function resetPage(
  db: Database,
  c: Context,
  token: string,
  requestId: string,
  error?: string,
): Response | Promise<Response> {
  return cardPage(c, {
    title: 'Choose a new password',
    status: error ? 422 : 200,
    body: html`<form method="post" action="/reset-password" novalidate>
      <input type="hidden" name="token" value="${token}" />
      <input type="hidden" name="authorization_session_id" value="${requestId}" />
      ${field({
        name: 'password',
        label: 'New password',
        type: 'password',
        autocomplete: 'new-password',
        hint: passwordHint(db),
        error,
      })}
      <button class="primary">Change password</button>
    </form>`,
  });
}
