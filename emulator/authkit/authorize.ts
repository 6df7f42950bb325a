import { Hono } from 'hono';
import { z } from 'zod';
import { CLIENT_ID } from '../config.ts';
import type { LocalWorkOS } from '../context.ts';
import { errorPage } from '../pages/layout.ts';
import { findInvitationByToken } from '../store/invitations.ts';
import { listRedirectUris } from '../store/settings.ts';
import { findUserByEmail } from '../store/users.ts';
import {
  type AuthorizationParameters,
  authorizationParameters,
  createAuthorizationRequest,
} from './authorization-requests.ts';
import { authenticated } from './finish-sign-in.ts';
import { takeSignInTicket } from './sign-in-tickets.ts';

const query = authorizationParameters.extend({
  client_id: z.string(),
  response_type: z.literal('code', 'The only response_type is code.'),
  provider: z.literal('authkit', 'Local WorkOS signs in with provider=authkit.').default('authkit'),
  code_challenge_method: z.literal('S256', 'The only code_challenge_method is S256.').optional(),
});

/** `GET /user_management/authorize`: starts a sign-in and shows the hosted pages. */
export function authorizeRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get('/user_management/authorize', async (c) => {
    const { client_id, redirect_uri, state } = c.req.query();
    // Before these two are known to be right, nothing may be sent back to the redirect URI.
    if (client_id !== CLIENT_ID) {
      return errorPage(
        c,
        'Unknown client ID',
        `The app sent client_id '${client_id ?? ''}'. Here it is '${CLIENT_ID}'.`,
      );
    }
    const allowed = listRedirectUris(db).map(({ uri }) => uri);
    if (!redirect_uri || !allowed.includes(redirect_uri)) {
      return errorPage(
        c,
        'This redirect URI is not allowed',
        `The app sent redirect_uri '${redirect_uri ?? ''}'. Allowed: ${allowed.join(', ')}. Start Local WorkOS with --origin to allow the app's.`,
      );
    }
    const parsed = query.safeParse(c.req.query());
    if (!parsed.success) {
      const description = parsed.error.issues.map((issue) => issue.message).join(' ');
      return c.redirect(
        callbackUrl(redirect_uri, { error: 'invalid_request', error_description: description, state }),
      );
    }
    if (parsed.data.code_challenge && !parsed.data.code_challenge_method) {
      const description = 'code_challenge needs code_challenge_method=S256.';
      return c.redirect(
        callbackUrl(redirect_uri, { error: 'invalid_request', error_description: description, state }),
      );
    }

    const request = createAuthorizationRequest(db, authorizationParameters.parse(parsed.data));
    const ticket = takeSignInTicket(db, c);
    if (ticket) return authenticated(local, c, request, ticket);
    return c.redirect(`/${firstScreen(local, request.parameters)}?authorization_session_id=${request.id}`);
  });

  return app;
}

/** A redirect URI with the given parameters added. */
export function callbackUrl(redirectUri: string, parameters: Record<string, string | undefined>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.toString();
}

/** Somebody who was invited and has no password yet signs up; a known person signs in. */
function firstScreen({ db }: LocalWorkOS, parameters: AuthorizationParameters): 'sign-in' | 'sign-up' {
  const invitation = parameters.invitation_token && findInvitationByToken(db, parameters.invitation_token);
  if (!invitation) return parameters.screen_hint;
  return findUserByEmail(db, invitation.email)?.password_hash ? 'sign-in' : 'sign-up';
}
