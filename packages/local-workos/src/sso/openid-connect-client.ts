import { importJWK, jwtVerify } from 'jose';
import { z } from 'zod';
import { emailAddress } from '../http/request-body.ts';
import { connectionKey } from '../store/connections.ts';
import { identityProvider, serviceProvider } from './addresses.ts';
import type { ServiceProviderProtocol } from './protocol.ts';

const claims = z.object({
  sub: z.string().min(1).max(255),
  nonce: z.string(),
  email: emailAddress,
  given_name: z.string().nullish(),
  family_name: z.string().nullish(),
});

/** OpenID Connect with the response type `id_token`, posted back. */
export const openIdConnectClient: ServiceProviderProtocol = {
  requestUrl(local, connection, { requestId, relayState }, loginHint) {
    const { audience, answerUrl } = serviceProvider(local, connection);
    const query = new URLSearchParams({
      client_id: audience,
      redirect_uri: answerUrl,
      response_type: 'id_token',
      response_mode: 'form_post',
      scope: 'openid email profile',
      nonce: requestId,
      state: relayState,
      ...(loginHint ? { login_hint: loginHint } : {}),
    });
    return `${identityProvider(local, connection).signInUrl}?${query}`;
  },

  async readAnswer(local, connection, requestId, form) {
    if (form.error) return { ok: false, problem: 'denied' };
    const key = connectionKey(local.db, connection.id);
    try {
      const { payload } = await jwtVerify(
        form.id_token ?? '',
        await importJWK(JSON.parse(key?.value ?? ''), 'ES256'),
        {
          algorithms: ['ES256'],
          issuer: identityProvider(local, connection).issuer,
          audience: serviceProvider(local, connection).audience,
          requiredClaims: ['exp'],
          currentDate: local.db.now(),
        },
      );
      const { sub, nonce, email, given_name, family_name } = claims.parse(payload);
      if (nonce !== requestId) return { ok: false, problem: 'invalid_answer' };
      return {
        ok: true,
        profile: {
          subject: sub,
          email,
          firstName: given_name || null,
          lastName: family_name || null,
          attributes: { sub, email, given_name, family_name },
        },
      };
    } catch {
      // Any failure (missing key or token, wrong signature, audience, or time) denies the sign-in.
      return { ok: false, problem: 'invalid_answer' };
    }
  },
};
