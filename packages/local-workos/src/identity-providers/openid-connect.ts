import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import { identityProvider, serviceProvider } from '../sso/addresses.ts';
import { signingKeyOf } from '../sso/connection-keys.ts';
import type { IdentityProviderProtocol } from '../sso/protocol.ts';
import { subjectOf } from './subject.ts';

const TOKEN_LIFETIME_SECONDS = 300;

const request = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  response_type: z.literal('id_token'),
  response_mode: z.literal('form_post'),
  scope: z.string().regex(/\bopenid\b/),
  nonce: z.string().min(1),
  state: z.string().min(1),
});

/** The identity provider's side of OpenID Connect, which signs ID tokens. */
export const openIdConnectProvider: IdentityProviderProtocol = {
  readRequest(local, connection, query) {
    const parsed = request.safeParse(query);
    if (!parsed.success) return undefined;
    const { client_id, redirect_uri, nonce, state } = parsed.data;
    const { audience, answerUrl } = serviceProvider(local, connection);
    return client_id === audience && redirect_uri === answerUrl
      ? { requestId: nonce, relayState: state }
      : undefined;
  },

  async answer(
    local,
    connection,
    { requestId, relayState: state },
    profile,
  ): Promise<Record<string, string>> {
    if (!profile) return { state, error: 'access_denied' };
    const issuedAt = Math.floor(local.db.now().getTime() / 1000);
    const idToken = await new SignJWT({
      nonce: requestId,
      email: profile.email,
      given_name: profile.firstName,
      family_name: profile.lastName,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setIssuer(identityProvider(local, connection).issuer)
      .setAudience(serviceProvider(local, connection).audience)
      .setSubject(subjectOf(profile))
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + TOKEN_LIFETIME_SECONDS)
      .sign(await importPKCS8(await signingKeyOf(local.db, connection), 'ES256'));
    return { state, id_token: idToken };
  },
};
