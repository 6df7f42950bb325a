import { isOpenIdConnect } from '../store/connection-types.ts';
import type { Connection } from '../store/connections.ts';
import type { ServiceProviderProtocol } from './protocol.ts';

/** How WorkOS speaks to the identity provider of a connection. Loaded when needed: starting must not wait for the libraries. */
export async function serviceProviderOf({ connection_type }: Connection): Promise<ServiceProviderProtocol> {
  return isOpenIdConnect(connection_type)
    ? (await import('./openid-connect-client.ts')).openIdConnectClient
    : (await import('./saml-service-provider.ts')).samlServiceProvider;
}
