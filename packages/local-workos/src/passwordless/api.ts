import { Hono } from 'hono';
import { z } from 'zod';
import { allowedRedirectUris, isAllowedRedirectUri } from '../environment/redirect-uris.ts';
import { badRequest, notFound, orNotFound } from '../http/api-error.ts';
import { callbackUrl } from '../http/callback-url.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { emailAddress, readBody } from '../http/request-body.ts';
import { subjectOf } from '../identity-providers/subject.ts';
import { errorPage } from '../pages/layout.ts';
import { oauthConnectionId } from '../sso/oauth-providers.ts';
import { sendMail } from '../store/mails.ts';
import {
  createPasswordlessSession,
  findPasswordlessSession,
  type PasswordlessSession,
  passwordlessToken,
  takePasswordlessSession,
} from '../store/passwordless-sessions.ts';
import { issueSsoSecret, saveSsoProfile } from '../store/sso-profiles.ts';

/** The connection type of profiles that come from a link. */
const MAGIC_LINK = 'MagicLink';

/** The documented limits, 15 minutes and a day. The default is not documented. */
const MIN_SECONDS = 900;
const MAX_SECONDS = 86_400;

const creation = z.object({
  type: z.literal(MAGIC_LINK),
  email: emailAddress,
  redirect_uri: z.string().optional(),
  state: z.string().optional(),
  connection: z.string().optional(),
  expires_in: z.number().int().min(MIN_SECONDS).max(MAX_SECONDS).default(MIN_SECONDS),
});

/** `/passwordless/sessions`: https://workos.com/docs/reference/magic-link/passwordless-session */
export function passwordlessRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post('/passwordless/sessions', async (c) => {
    const { email, redirect_uri, state, connection, expires_in } = await readBody(c, creation);
    if (connection !== undefined && connection !== oauthConnectionId(MAGIC_LINK)) {
      throw notFound('Magic Link connection', connection);
    }
    const redirectUri = redirect_uri ?? allowedRedirectUris(local)[0] ?? '';
    if (!isAllowedRedirectUri(local, redirectUri)) {
      throw badRequest('redirect_uri_invalid', `The redirect URI '${redirectUri}' is not allowed.`);
    }
    const fields = { email, redirect_uri: redirectUri, state, expiresIn: expires_in };
    return c.json(serialize(local, createPasswordlessSession(db, fields)), 201);
  });

  app.post('/passwordless/sessions/:id/send', (c) => {
    const id = c.req.param('id');
    const session = orNotFound(findPasswordlessSession(db, id), 'Passwordless session', id);
    if (session.used_at || session.expires_at <= db.timestamp()) {
      throw badRequest('passwordless_session_expired', 'The session has expired or has already been used.');
    }
    sendMail(db, {
      recipient: session.email,
      subject: 'Sign in with this link',
      body: 'Follow this link to sign in. It works once.',
      link: { url: linkOf(local, session), label: 'Sign in' },
    });
    return c.json({ success: true });
  });

  return app;
}

/** The address of a link, which returns to the app with the code of a profile. */
export function passwordlessPages({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/passwordless/:token/confirm', (c) => {
    const used = db.transaction(() => {
      const session = takePasswordlessSession(db, c.req.param('token'));
      if (!session) return undefined;
      const { email } = session;
      const subject = subjectOf({ email, firstName: null, lastName: null });
      const { id } = saveSsoProfile(db, {
        connection_id: null,
        provider: MAGIC_LINK,
        idp_id: subject,
        email,
        first_name: null,
        last_name: null,
        raw_attributes: JSON.stringify({ id: subject, email }),
      });
      return { session, code: issueSsoSecret(db, 'code', id) };
    });
    if (!used) {
      const text = 'It has expired or has already been used. Go back to the app and request a new one.';
      return errorPage(c, 'This link cannot be used', text);
    }
    const { code, session } = used;
    return c.redirect(callbackUrl(session.redirect_uri, { code, state: session.state ?? undefined }));
  });

  return app;
}

function linkOf({ db, origin }: LocalWorkOS, session: PasswordlessSession): string {
  return `${origin}/passwordless/${passwordlessToken(db, session)}/confirm`;
}

function serialize(local: LocalWorkOS, session: PasswordlessSession) {
  return {
    object: 'passwordless_session' as const,
    id: session.id,
    email: session.email,
    expires_at: session.expires_at,
    link: linkOf(local, session),
  };
}
