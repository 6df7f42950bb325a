import type { DataInstallation } from '../store/data-installations.ts';
import type { EffectiveIntegration } from './effective-integration.ts';

/** The Pipes objects of the public API, as in its OpenAPI. */

export function serializeConnectedAccount({ credential, ...account }: DataInstallation) {
  return {
    object: 'connected_account' as const,
    id: account.id,
    user_id: account.userId,
    organization_id: account.organizationId,
    scopes: account.scopes,
    auth_method: account.authMethod,
    api_key_last_4: credential.method === 'api_key' ? credential.apiKey.slice(-4) : null,
    state: account.state,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
  };
}

export function serializeDataProvider(
  { integration, scopes }: EffectiveIntegration,
  account: DataInstallation | undefined,
) {
  return {
    object: 'data_provider' as const,
    id: integration.id,
    name: integration.name,
    description: integration.description,
    slug: integration.slug,
    integration_type: integration.integrationType,
    credentials_type: integration.credentialsType,
    auth_methods: integration.authMethods,
    scopes: integration.authMethods.includes('oauth') ? scopes : null,
    ownership: integration.ownership,
    created_at: integration.createdAt,
    updated_at: integration.updatedAt,
    // Deprecated, but still required.
    integrationType: integration.integrationType,
    credentialsType: integration.credentialsType,
    createdAt: integration.createdAt,
    updatedAt: integration.updatedAt,
    connected_account: account
      ? {
          ...serializeConnectedAccount(account),
          userlandUserId: account.userId,
          organizationId: account.organizationId,
          createdAt: account.createdAt,
          updatedAt: account.updatedAt,
        }
      : null,
  };
}
