import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { authenticationFailed, visitorOf } from '../events/authentication.ts';
import type { LocalWorkOS } from '../http/context.ts';
import type { Form } from '../http/request-body.ts';
import { cardPage, errorPage } from '../pages/layout.ts';
import {
  finishAuthentication,
  finishRegistration,
  type PasskeyProblem,
  startAuthentication,
  startRegistration,
} from '../passkeys/webauthn.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { findConnectionOfAddress } from '../store/connections.ts';
import { requireRow } from '../store/database.ts';
import { remindOfPasskey } from '../store/passkeys.ts';
import { findUser } from '../store/users.ts';
import type { AuthorizationRequest } from './authorization-requests.ts';
import { authenticated, continueSignIn } from './finish-sign-in.ts';
import { passkeyForm } from './passkey-form.ts';
import { userToOfferPasskey } from './passkey-offer.ts';
import { ssoPath } from './sso-pages.ts';
import { hostedPath, requestField, withAuthorizationRequest } from './with-authorization-request.ts';

/** As documented, a person who skips is asked again after two weeks, or never. */
const REMINDER_DAYS = { later: 14, never: 36_500 };

/** The hosted sign-in with a passkey, and the offer to create one. */
export function passkeyRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post(
    '/sign-in/passkey/options',
    withAuthorizationRequest(local, async (c, request) =>
      c.json(await startAuthentication(local, request.id)),
    ),
  );

  app.post(
    '/sign-in/passkey',
    withAuthorizationRequest(local, async (c, request, form) => {
      if (!readAuthenticationSettings(db).passkeys) return problemPage(c, request, 'off');
      const response = readResponse(form);
      if (!response) return problemPage(c, request, 'invalid');
      const result = await finishAuthentication(local, request.id, form.challenge_id ?? '', response);
      if (!result.ok) {
        authenticationFailed(db, { type: 'passkey', visitor: visitorOf(c) }, [
          `passkey_${result.problem}`,
          PROBLEMS[result.problem],
        ]);
        return problemPage(c, request, result.problem);
      }
      const user = requireRow(findUser(db, result.value.userId));
      const connection = findConnectionOfAddress(db, user.email);
      if (connection) return c.redirect(ssoPath(request, connection, user.email));
      return authenticated(local, c, request, { userId: user.id, method: 'Passkey' });
    }),
  );

  app.get(
    '/create-passkey',
    withAuthorizationRequest(local, (c, request) => {
      const organizationId = c.req.query('organization_id');
      if (!userToOfferPasskey(db, request)) return proceed(c, request, organizationId);
      return offerPage(c, request, organizationId);
    }),
  );

  app.post(
    '/create-passkey/options',
    withAuthorizationRequest(local, async (c, request) => {
      const user = userToOfferPasskey(db, request);
      if (!user) return c.json({ message: 'A passkey cannot be created right now.' }, 409);
      return c.json(await startRegistration(local, user));
    }),
  );

  app.post(
    '/create-passkey',
    withAuthorizationRequest(local, async (c, request, form) => {
      const user = userToOfferPasskey(db, request);
      if (!user) return proceed(c, request, form.organization_id);
      if (form.skip === 'later' || form.skip === 'never') {
        remindOfPasskey(db, user.id, REMINDER_DAYS[form.skip]);
        return proceed(c, request, form.organization_id);
      }
      const response = readResponse(form);
      const result = response && (await finishRegistration(local, user, form.challenge_id ?? '', response));
      if (!result?.ok)
        return offerPage(c, request, form.organization_id, PROBLEMS[result?.problem ?? 'invalid']);
      return proceed(c, request, form.organization_id);
    }),
  );

  return app;

  function proceed(c: Context, request: AuthorizationRequest, organizationId: string | undefined) {
    if (!request.user_id) return c.redirect(hostedPath('sign-in', request));
    return continueSignIn(local, c, request, organizationId || undefined);
  }
}

const PROBLEMS: Record<PasskeyProblem | 'off', string> = {
  expired: 'The request has expired. Try again.',
  invalid: 'The passkey could not be verified. Try again, or sign in another way.',
  registered: 'This passkey is already registered.',
  unknown: 'This passkey is unknown. It was removed, or it belongs to another app on this host.',
  off: 'Passkeys are turned off in this environment.',
};

/**
 * Reads the response that the script put into the form. Returns undefined if a browser cannot have created it.
 */
function readResponse({ response = '' }: Form): { id: string } | undefined {
  try {
    return z.looseObject({ id: z.string() }).parse(JSON.parse(response));
  } catch {
    return undefined;
  }
}

function problemPage(c: Context, request: AuthorizationRequest, problem: PasskeyProblem | 'off') {
  return errorPage(c, 'This passkey cannot be used', PROBLEMS[problem], {
    href: hostedPath('sign-in', request),
    label: 'Back to sign in',
  });
}

function offerPage(
  c: Context,
  request: AuthorizationRequest,
  organizationId: string | undefined,
  error?: string,
): Response | Promise<Response> {
  const organizationField = html`<input type="hidden" name="organization_id" value="${organizationId ?? ''}" />`;
  return cardPage(c, {
    title: 'Sign in faster next time',
    status: error ? 422 : 200,
    body: html`<p>With a passkey, you sign in with your fingerprint, face, or screen lock. No password needed.</p>
      ${error ? html`<p class="field-error" role="alert">${error}</p>` : ''}
      ${passkeyForm(request, {
        kind: 'create',
        action: '/create-passkey',
        fields: organizationField,
        button: html`<button class="primary">Create a passkey</button>`,
      })}
      <form method="post" action="/create-passkey" class="below row">
        ${requestField(request)}${organizationField}
        <button class="link" name="skip" value="later">Not now</button>
        <button class="link" name="skip" value="never">Do not ask again</button>
      </form>`,
  });
}
