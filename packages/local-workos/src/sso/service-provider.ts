import { isOpenIdConnect } from '../store/connection-types.ts';
import type { Connection } from '../store/connections.ts';
import type { ServiceProviderProtocol } from './protocol.ts';

/**
 * Returns WorkOS's side of a connection's protocol. Loads it on demand, so the start does not wait for the
 * libraries.
 */
export async function serviceProviderOf({ connection_type }: Connection): Promise<ServiceProviderProtocol> {
  return isOpenIdConnect(connection_type)
    ? (await import('./openid-connect-client.ts')).openIdConnectClient
    : (await import('./saml-service-provider.ts')).samlServiceProvider;
}
