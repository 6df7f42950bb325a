import type {
  DataIntegrationConfiguration,
  DataIntegrationCredentials,
  OrganizationDataIntegration,
  SharedDataConnection,
  DataInstallation as WidgetInstallation,
  DataIntegration as WidgetIntegration,
} from '@workos-inc/widgets/experimental/api/fetch';
import type { DataInstallation } from '../store/data-installations.ts';
import type { DataIntegration } from '../store/data-integrations.ts';
import { maskedConfig, visibleConfig } from './config-fields.ts';
import { choosableScopes, type EffectiveIntegration, redirectUri } from './effective-integration.ts';

/** The objects of `/_widgets/DataIntegrations` as the widgets' own types describe them. */

export function serializeInstallation(
  { configFields }: DataIntegration,
  installation: DataInstallation,
  object: WidgetInstallation['object'] = 'data_installation',
): WidgetInstallation {
  const { id, userId, organizationId, credential, createdAt, updatedAt } = installation;
  return {
    object,
    id,
    user_id: userId,
    organization_id: organizationId,
    scopes: installation.scopes,
    auth_method: installation.authMethod,
    api_key_last_4: credential.method === 'api_key' ? credential.apiKey.slice(-4) : null,
    state: installation.state,
    created_at: createdAt,
    updated_at: updatedAt,
    client_id: credential.method === 'client_credentials' ? credential.clientId : null,
    client_secret_last_4:
      credential.method === 'client_credentials' ? credential.clientSecret.slice(-4) : null,
    config: visibleConfig(configFields, installation.config),
    userlandUserId: userId,
    organizationId,
    createdAt,
    updatedAt,
  };
}

/** An integration as members see it, with their account if there is one. */
export function serializeIntegration(
  effective: EffectiveIntegration,
  installation: DataInstallation | undefined,
): WidgetIntegration & { connected_accounts: WidgetInstallation[] } {
  const { integration, usableMethods, config } = effective;
  return {
    object: 'data_integration',
    id: integration.id,
    name: integration.name,
    description: integration.description,
    slug: integration.slug,
    integrationType: integration.integrationType,
    ownership: integration.ownership,
    credentialsType: integration.credentialsType,
    authMethods: integration.ownership === 'organization' ? integration.authMethods : usableMethods,
    scopes: shownScopes(effective),
    configFields: integration.configFields,
    config: maskedConfig(integration.configFields, config),
    createdAt: integration.createdAt,
    updatedAt: integration.updatedAt,
    installation: installation ? serializeInstallation(integration, installation) : null,
    connected_accounts: installation
      ? [serializeInstallation(integration, installation, 'connected_account')]
      : [],
  };
}

/** An integration that members connect, as admins see it. */
export function serializeConfiguration(
  origin: string,
  effective: EffectiveIntegration,
): DataIntegrationConfiguration {
  const { integration } = effective;
  return {
    object: 'data_integration_configuration',
    id: integration.id,
    name: integration.name,
    description: integration.description,
    slug: integration.slug,
    integrationType: integration.integrationType,
    ownership: integration.ownership,
    enabled: effective.enabled,
    ...scopeSettings(effective),
    credentials: serializeCredentials(origin, effective),
    authMethods: integration.authMethods,
    configFields: integration.configFields,
    config: maskedConfig(integration.configFields, effective.config),
    createdAt: integration.createdAt,
    updatedAt: integration.updatedAt,
  };
}

/** An integration that the organization connects, as admins see it, with the actions they can take. */
export function serializeOrganizationIntegration(
  origin: string,
  effective: EffectiveIntegration,
  installation: DataInstallation | undefined,
): OrganizationDataIntegration {
  const { integration, override, enabled, configured } = effective;
  const method = installation?.authMethod;
  return {
    ...serializeIntegration(effective, installation),
    configuration: {
      hasOverride: Object.values(override).some((value) => value !== undefined),
      rootEnabled: integration.enabled,
      overrideEnabled: override.enabled ?? null,
      enabled,
      disabledSource: effective.disabledSource,
      ...scopeSettings(effective),
      credentials: serializeCredentials(origin, effective),
      configured,
      configFields: integration.configFields,
      config: maskedConfig(integration.configFields, effective.config),
    },
    capabilities: {
      // Admins cannot turn on what the developer has turned off.
      canConfigure: integration.enabled,
      canConnect: !installation && effective.usableMethods.length > 0,
      canUpdateCredentials: enabled && (method === 'api_key' || method === 'client_credentials'),
      canReauthorize: enabled && method === 'oauth' && configured,
      canDisconnect: installation !== undefined,
    },
  };
}

/** A shared connection as members see it: that it exists, and whether it works. */
export function serializeSharedConnection(
  { integration, enabled }: EffectiveIntegration,
  { id, state, createdAt, updatedAt }: DataInstallation,
): SharedDataConnection {
  return {
    object: 'data_integration',
    id: integration.id,
    name: integration.name,
    description: integration.description,
    slug: integration.slug,
    ownership: 'organization',
    connected_accounts: [
      {
        object: 'connected_account',
        id,
        state,
        availability: enabled && state === 'connected' ? 'available' : 'needs_admin_attention',
        created_at: createdAt,
        updated_at: updatedAt,
      },
    ],
  };
}

function scopeSettings(effective: EffectiveIntegration) {
  return {
    scopes: shownScopes(effective),
    defaultScopes: effective.integration.defaultScopes,
    availableScopes: choosableScopes(effective),
  };
}

/** Only OAuth has scopes. */
function shownScopes({ integration, scopes }: EffectiveIntegration): string[] | null {
  return integration.authMethods.includes('oauth') ? scopes : null;
}

/** Shows only the organization's own OAuth app, and only the end of its secret. */
function serializeCredentials(
  origin: string,
  { integration, client }: EffectiveIntegration,
): DataIntegrationCredentials {
  const own = integration.credentialsType === 'organization' ? client : undefined;
  return {
    credentialsType: integration.credentialsType,
    hasCredentials: client !== undefined,
    client_id: own?.id ?? null,
    redactedClientSecret: own?.secret.slice(-4) ?? null,
    redirectUri: redirectUri(origin, integration),
  };
}
