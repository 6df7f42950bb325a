import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { ApiError, oauthError } from '../http/api-error.ts';
import { bearerToken } from '../http/bearer-token.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readForm } from '../http/request-body.ts';
import {
  ACCESS_TOKEN_SECONDS,
  findAccessGrant,
  grantKeyOfSecret,
  type IssuedTokens,
  isRevoked,
  issueTokens,
  renewTokens,
  takeCode,
} from '../store/provider-grants.ts';
import { isAcceptedApiKey, isAcceptedClient } from './accepted-credentials.ts';

type Tokens = IssuedTokens & { scopes: string[] };
type Request = { slug: string; clientId: string; clientSecret: string; form: Record<string, string> };

/** The API of a local provider: a token endpoint (RFC 6749, 7636), and an endpoint that identifies the caller. */
export function providerApiRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  const grants: Record<string, (request: Request) => Tokens> = {
    authorization_code({ slug, clientId, form }) {
      const code = takeCode(db, form.code ?? '');
      const challenge = createHash('sha256')
        .update(form.code_verifier ?? '')
        .digest('base64url');
      const fits =
        code &&
        code.slug === slug &&
        code.client_id === clientId &&
        code.redirect_uri === form.redirect_uri &&
        code.code_challenge === challenge;
      if (!fits)
        throw oauthError(
          'invalid_grant',
          'The code is unknown, expired, already used, or belongs to another client.',
        );
      const { scopes } = code;
      return { ...issueTokens(db, { slug, client_id: clientId, scopes }, { refreshable: true }), scopes };
    },
    refresh_token({ slug, clientId, form }) {
      const renewed = renewTokens(db, slug, clientId, form.refresh_token ?? '');
      if (!renewed)
        throw oauthError('invalid_grant', 'The refresh token is unknown, already used, or revoked.');
      return renewed;
    },
    client_credentials({ slug, clientId, clientSecret }) {
      const grantKey = grantKeyOfSecret(clientSecret);
      if (isRevoked(db, slug, grantKey)) throw invalidClient();
      const grant = { slug, client_id: clientId, scopes: [] };
      return { ...issueTokens(db, grant, { grantKey, refreshable: false }), scopes: [] };
    },
  };

  app.post('/providers/:slug/token', async (c) => {
    const slug = c.req.param('slug');
    const form = await readForm(c);
    const { client_id: clientId = '', client_secret: clientSecret = '' } = form;
    if (!isAcceptedClient(slug, clientId, clientSecret)) throw invalidClient();
    const grant = Object.hasOwn(grants, form.grant_type ?? '') ? grants[form.grant_type ?? ''] : undefined;
    if (!grant)
      throw oauthError('unsupported_grant_type', `Unsupported grant_type '${form.grant_type ?? ''}'.`);
    const { accessToken, refreshToken, scopes } = grant({ slug, clientId, clientSecret, form });
    return c.json({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: ACCESS_TOKEN_SECONDS,
      ...(refreshToken ? { refresh_token: refreshToken } : {}),
      scope: scopes.join(' '),
    });
  });

  app.get('/providers/:slug/me', (c) => c.json(whoCalls(c)));

  /** Returns the account of an access token or an API key. */
  function whoCalls(c: Context) {
    const slug = c.req.param('slug') ?? '';
    const secret = bearerToken(c) ?? '';
    const grant = findAccessGrant(db, slug, secret);
    if (grant) return { provider: slug, authenticated_with: 'access_token', scopes: grant.scopes };
    if (isAcceptedApiKey(slug, secret) && !isRevoked(db, slug, grantKeyOfSecret(secret))) {
      return { provider: slug, authenticated_with: 'api_key', scopes: [] };
    }
    throw new ApiError(401, { message: 'The token or API key is unknown, expired, or revoked.' });
  }

  return app;
}

function invalidClient(): ApiError {
  return new ApiError(401, { error: 'invalid_client', error_description: 'This client is unknown.' });
}
