import type { LocalWorkOS } from '../http/context.ts';
import type { Connection } from '../store/connections.ts';

/** What the identity provider of a connection was told about WorkOS. */
export function serviceProvider({ origin }: LocalWorkOS, { id }: Connection) {
  return {
    /** The entity id of SAML, the client id of OpenID Connect: answers are for nobody else. */
    audience: id,
    /** Where answers are posted to. */
    answerUrl: `${origin}/sso/answer/${id}`,
  };
}

/** What WorkOS was told about the identity provider of a connection. */
export function identityProvider({ origin }: LocalWorkOS, { id }: Connection) {
  const issuer = `${origin}/identity-provider/${id}`;
  return { issuer, signInUrl: `${issuer}/sign-in` };
}
