import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { ApiError, notFound, oauthError, orNotFound } from '../http/api-error.ts';
import { apiKeys } from '../http/api-key.ts';
import { bearerToken } from '../http/bearer-token.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { CLIENT_ID } from '../http/options.ts';
import { readBody, readForm, readJson, validationFailed } from '../http/request-body.ts';
import { findConnection } from '../store/connections.ts';
import { type Database, requireRow } from '../store/database.ts';
import {
  findSsoProfile,
  findSsoSecret,
  issueSsoSecret,
  SSO_SECRET_SECONDS,
  takeSsoSecret,
} from '../store/sso-profiles.ts';
import { identityProvider } from './addresses.ts';
import { serializeProfile } from './serialize-profile.ts';

const tokenRequest = z.object({
  client_id: z.string(),
  client_secret: z.string().optional(),
  code: z.string().min(1),
  code_verifier: z.string().min(1).optional(),
  grant_type: z.string(),
});

/** The part of the SSO API that needs no API key: https://workos.com/docs/reference/sso/profile */
export function ssoProfileRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post('/sso/token', async (c) => {
    const request = await readTokenRequest(c);
    checkClient(db, request);
    const answer = db.transaction(() => {
      const code = takeSsoSecret(db, 'code', request.code);
      if (!code || !fits(request.code_verifier, code.code_challenge)) return undefined;
      return {
        profile: requireRow(findSsoProfile(db, code.profile_id)),
        accessToken: issueSsoSecret(db, 'access_token', code.profile_id),
      };
    });
    if (!answer) {
      throw oauthError('invalid_grant', 'The code has expired, has already been used, or is invalid.');
    }
    return c.json({
      token_type: 'Bearer' as const,
      access_token: answer.accessToken,
      expires_in: SSO_SECRET_SECONDS,
      profile: serializeProfile(db, answer.profile),
    });
  });

  app.get('/sso/profile', (c) => {
    const token = findSsoSecret(db, 'access_token', bearerToken(c) ?? '');
    if (!token) throw new ApiError(401, { error: 'Unauthorized', message: 'Unauthorized' });
    return c.json(serializeProfile(db, requireRow(findSsoProfile(db, token.profile_id))));
  });

  app.get('/sso/logout', (c) => {
    const token = c.req.query('token') ?? '';
    const secret = takeSsoSecret(db, 'logout_token', token);
    const profile = secret && findSsoProfile(db, secret.profile_id);
    const connection = profile?.connection_id && findConnection(db, profile.connection_id);
    if (!connection) throw notFound('Logout token', token);
    return c.redirect(identityProvider(local, connection).signOutUrl);
  });

  return app;
}

const logoutRequest = z.object({ profile_id: z.string().min(1) });

/** `POST /sso/logout/authorize`: https://workos.com/docs/reference/sso/logout/authorize */
export function ssoLogoutRoutes({ db, origin }: LocalWorkOS): Hono {
  const app = new Hono();

  app.post('/sso/logout/authorize', async (c) => {
    const { profile_id: id } = await readBody(c, logoutRequest);
    const profile = orNotFound(findSsoProfile(db, id), 'Profile', id);
    const connection = profile.connection_id ? findConnection(db, profile.connection_id) : undefined;
    if (connection?.connection_type !== 'GenericOidc') {
      throw oauthError('connection_invalid', 'Single Logout is only supported for GenericOIDC connections.');
    }
    const token = issueSsoSecret(db, 'logout_token', profile.id);
    const query = new URLSearchParams({ token });
    return c.json({ logout_url: `${origin}/sso/logout?${query}`, logout_token: token });
  });

  return app;
}

/** Reads the parameters from a form, as the SDKs send them, from JSON, or from the query string. */
async function readTokenRequest(c: Context): Promise<z.infer<typeof tokenRequest>> {
  const isJson = c.req.header('Content-Type')?.includes('json');
  const body = isJson ? await readJson(c) : await readForm(c);
  const result = tokenRequest.safeParse(Object.assign({}, c.req.query(), body));
  if (!result.success) throw validationFailed(result.error, 422);
  return result.data;
}

/** A server authenticates with the API key, a public client with the PKCE verifier. */
function checkClient(db: Database, request: z.infer<typeof tokenRequest>): void {
  const { client_id, client_secret, code_verifier, grant_type } = request;
  if (grant_type !== 'authorization_code') {
    throw oauthError('unsupported_grant_type', 'grant_type must be authorization_code.');
  }
  const isKnown = client_secret === undefined ? code_verifier : apiKeys(db).includes(client_secret);
  if (client_id !== CLIENT_ID || !isKnown) {
    throw oauthError('invalid_client', 'Invalid client ID or secret.');
  }
}

function fits(verifier: string | undefined, challenge: string | null): boolean {
  if (challenge === null) return verifier === undefined;
  return verifier !== undefined && createHash('sha256').update(verifier).digest('base64url') === challenge;
}
