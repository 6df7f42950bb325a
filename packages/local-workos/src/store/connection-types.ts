import type { SsoConnection } from '@workos-inc/widgets/experimental/api/fetch';

export type ConnectionType = SsoConnection['type'];

/** What a connection can be with: what people call it, and the name of the type in the public API. */
export const CONNECTION_TYPES: Record<ConnectionType, readonly [label: string, publicType: string]> = {
  OktaSaml: ['Okta', 'OktaSAML'],
  AzureSaml: ['Microsoft Entra ID', 'AzureSAML'],
  GoogleSaml: ['Google', 'GoogleSAML'],
  AdfsSaml: ['Microsoft AD FS', 'ADFSSAML'],
  Auth0Saml: ['Auth0', 'Auth0SAML'],
  CasSaml: ['CAS', 'CasSAML'],
  ClassLinkSaml: ['ClassLink', 'ClassLinkSAML'],
  CloudflareSaml: ['Cloudflare', 'CloudflareSAML'],
  CyberArkSaml: ['CyberArk', 'CyberArkSAML'],
  DuoSaml: ['Duo', 'DuoSAML'],
  GenericSaml: ['Another provider', 'GenericSAML'],
  JumpCloudSaml: ['JumpCloud', 'JumpCloudSAML'],
  KeycloakSaml: ['Keycloak', 'KeycloakSAML'],
  LastPassSaml: ['LastPass', 'LastPassSAML'],
  MiniOrangeSaml: ['miniOrange', 'MiniOrangeSAML'],
  NetIqSaml: ['NetIQ', 'NetIqSAML'],
  OneLoginSaml: ['OneLogin', 'OneLoginSAML'],
  OracleSaml: ['Oracle', 'OracleSAML'],
  PingFederateSaml: ['PingFederate', 'PingFederateSAML'],
  PingOneSaml: ['PingOne', 'PingOneSAML'],
  RipplingSaml: ['Rippling', 'RipplingSAML'],
  SalesforceSaml: ['Salesforce', 'SalesforceSAML'],
  ShibbolethGenericSaml: ['Shibboleth Generic', 'ShibbolethGenericSAML'],
  ShibbolethSaml: ['Shibboleth', 'ShibbolethSAML'],
  SimpleSamlPhpSaml: ['SimpleSAMLphp', 'SimpleSamlPhpSAML'],
  TestIdp: ['Test IdP', 'TestIdp'],
  VmWareSaml: ['VMware', 'VMwareSAML'],
  OktaOidc: ['Okta', 'OktaOIDC'],
  EntraIdOidc: ['Microsoft Entra ID', 'EntraIdOIDC'],
  GoogleOidc: ['Google', 'GoogleOIDC'],
  AdpOidc: ['ADP', 'AdpOidc'],
  Auth0Migration: ['Auth0', 'Auth0Migration'],
  CleverOidc: ['Clever', 'CleverOIDC'],
  GenericOidc: ['Another provider', 'GenericOIDC'],
  LoginGovOidc: ['Login.gov', 'LoginGovOidc'],
};

const OPENID_CONNECT_TYPES = [
  'OktaOidc',
  'EntraIdOidc',
  'GoogleOidc',
  'AdpOidc',
  'Auth0Migration',
  'CleverOidc',
  'GenericOidc',
  'LoginGovOidc',
] as const satisfies readonly ConnectionType[];

type OpenIdConnectType = (typeof OPENID_CONNECT_TYPES)[number];

export function isConnectionType(text: string): text is ConnectionType {
  return Object.hasOwn(CONNECTION_TYPES, text);
}

export function isOpenIdConnect(type: ConnectionType): type is OpenIdConnectType {
  return OPENID_CONNECT_TYPES.some((each) => each === type);
}

/** What people call the identity provider. */
export function providerName(type: ConnectionType): string {
  return CONNECTION_TYPES[type][0];
}

export function publicConnectionType(type: ConnectionType): string {
  return CONNECTION_TYPES[type][1];
}
