import { isOpenIdConnect } from '../connection-types.ts';
import type { Connection } from '../store/connections.ts';
import type { IdentityProviderProtocol, ServiceProviderProtocol } from './protocol.ts';

/** Both protocols are loaded when one is needed: starting must not wait for their libraries. */
export async function protocolsOf({ connection_type }: Connection): Promise<{
  serviceProvider: ServiceProviderProtocol;
  identityProvider: IdentityProviderProtocol;
}> {
  if (isOpenIdConnect(connection_type)) {
    const [{ openIdConnectClient }, { openIdConnectProvider }] = await Promise.all([
      import('./openid-connect-client.ts'),
      import('../providers/openid-connect-provider.ts'),
    ]);
    return { serviceProvider: openIdConnectClient, identityProvider: openIdConnectProvider };
  }
  const [{ samlServiceProvider }, { samlIdentityProvider }] = await Promise.all([
    import('./saml-service-provider.ts'),
    import('../providers/saml-identity-provider.ts'),
  ]);
  return { serviceProvider: samlServiceProvider, identityProvider: samlIdentityProvider };
}
