import {
  type AuthMethod,
  type Config,
  type DataIntegration,
  type DataIntegrationOverride,
  findOverride,
  type OAuthClient,
} from '../store/data-integrations.ts';
import type { Database } from '../store/database.ts';

/** An integration as it is in one organization: what the developer configured, with what the organization changed. */
export interface EffectiveIntegration {
  integration: DataIntegration;
  organizationId: string | null;
  override: DataIntegrationOverride;
  enabled: boolean;
  /** Who turned it off. The developer's word comes first. */
  disabledSource: 'developer' | 'organization' | null;
  /** What is asked for at the consent page. */
  scopes: string[];
  client: OAuthClient | undefined;
  /** What the organization has fixed, so that nobody who connects is asked for it. */
  config: Config;
  /** Whether all that OAuth needs is there. */
  configured: boolean;
  /** How an account can be connected now; empty while it cannot. */
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
 * The scopes that an organization may choose from. With an OAuth app of its own it may ask for all that the
 * provider has; otherwise for no more than the developer does. As the picker of <PipesAdmin> offers them.
 */
export function choosableScopes({ integration }: EffectiveIntegration): string[] {
  const { defaultScopes, availableScopes, credentialsType } = integration;
  return credentialsType === 'organization'
    ? [...new Set([...defaultScopes, ...availableScopes])]
    : defaultScopes;
}

/** Where the provider sends people back; to be registered with the OAuth app. */
export function redirectUri(origin: string, { slug, redirectKey }: DataIntegration): string {
  return `${origin}/data-integrations/${slug}/${redirectKey}/callback`;
}
