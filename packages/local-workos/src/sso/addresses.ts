import type { LocalWorkOS } from '../http/context.ts';
import type { Connection } from '../store/connections.ts';

/** The WorkOS settings that the identity provider of a connection knows. */
export function serviceProvider({ origin }: LocalWorkOS, { id }: Connection) {
  return {
    /**
     * The entity ID in SAML and the client ID in OpenID Connect. Responses for any other audience are invalid.
     */
    audience: id,
    /** The URL that responses are posted to. */
    answerUrl: `${origin}/sso/answer/${id}`,
  };
}

/** The identity provider settings that WorkOS knows for a connection. */
export function identityProvider({ origin }: LocalWorkOS, { id }: Connection) {
  const issuer = `${origin}/identity-provider/${id}`;
  return { issuer, signInUrl: `${issuer}/sign-in`, signOutUrl: `${issuer}/sign-out` };
}
