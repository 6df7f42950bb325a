import {
  type AuthMethod,
  type Config,
  type DataIntegration,
  type DataIntegrationOverride,
  findOverride,
  type OAuthClient,
} from '../store/data-integrations.ts';
import type { Database } from '../store/database.ts';

/** An integration in one organization: the developer's configuration with the organization's changes. */
export interface EffectiveIntegration {
  integration: DataIntegration;
  organizationId: string | null;
  override: DataIntegrationOverride;
  enabled: boolean;
  /** Who turned it off. The developer's setting takes precedence. */
  disabledSource: 'developer' | 'organization' | null;
  /** The scopes that the consent page requests. */
  scopes: string[];
  client: OAuthClient | undefined;
  /** The values that the organization has set, so members are not asked for them. */
  config: Config;
  /** Whether everything that OAuth needs is configured. */
  configured: boolean;
  /** The methods that can connect an account now; empty if there are none. */
  usableMethods: AuthMethod[];
}

export function effectiveIntegration(
  db: Database,
  integration: DataIntegration,
  organizationId: string | null,
): EffectiveIntegration {
  const override = (organizationId && findOverride(db, organizationId, integration.id)) || {};
  const disabledSource = !integration.enabled
    ? 'developer'
    : override.enabled === false
      ? 'organization'
      : null;
  const ownClient = integration.credentialsType === 'organization';
  const client = ownClient ? override.client : integration.client;
  const config = override.config ?? {};
  const configured =
    !integration.authMethods.includes('oauth') ||
    (client !== undefined &&
      integration.configFields.every(
        ({ scope, required, key }) => scope !== 'integration' || !required || config[key],
      ));
  return {
    integration,
    organizationId,
    override,
    enabled: disabledSource === null,
    disabledSource,
    scopes: override.scopes ?? integration.defaultScopes,
    client,
    config,
    configured,
    usableMethods:
      disabledSource === null
        ? integration.authMethods.filter((method) => method !== 'oauth' || configured)
        : [],
  };
}

/**
 * The scopes that an organization can choose from, as in the picker of <PipesAdmin>. With its own OAuth app, it
 * can request all scopes of the provider. Otherwise, it can only request those of the developer.
 */
export function choosableScopes({ integration }: EffectiveIntegration): string[] {
  const { defaultScopes, availableScopes, credentialsType } = integration;
  return credentialsType === 'organization'
    ? [...new Set([...defaultScopes, ...availableScopes])]
    : defaultScopes;
}

/** The redirect URI to register with the OAuth app. */
export function redirectUri(origin: string, { slug, redirectKey }: DataIntegration): string {
  return `${origin}/data-integrations/${slug}/${redirectKey}/callback`;
}
