import type { IdentityProviderProtocol } from '../sso/protocol.ts';
import { isOpenIdConnect } from '../store/connection-types.ts';
import type { Connection } from '../store/connections.ts';

/**
 * Returns the protocol of a connection's identity provider. Loads it on demand, so the start does not wait for
 * the libraries.
 */
export async function identityProviderOf({ connection_type }: Connection): Promise<IdentityProviderProtocol> {
  return isOpenIdConnect(connection_type)
    ? (await import('./openid-connect.ts')).openIdConnectProvider
    : (await import('./saml.ts')).samlIdentityProvider;
}
