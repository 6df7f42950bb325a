import { unprocessable } from '../http/api-error.ts';
import { askAgainForScopes } from '../store/data-installations.ts';
import { type OAuthClient, saveOverride } from '../store/data-integrations.ts';
import type { Database } from '../store/database.ts';
import { checkConfig } from './config-fields.ts';
import { choosableScopes, type EffectiveIntegration, effectiveIntegration } from './effective-integration.ts';

/** The changes that an admin can make for the organization. Omitted fields stay unchanged. */
export interface ConfigurationChanges {
  enabled?: boolean | undefined;
  /** Null restores the developer's scopes. */
  scopes?: string[] | null | undefined;
  client_id?: string | undefined;
  client_secret?: string | undefined;
  config?: Record<string, unknown> | undefined;
}

/**
 * Changes an organization's settings for an integration. Accounts that granted fewer scopes than are now
 * requested need reauthorization.
 * @throws ApiError 422
 */
export function configure(
  db: Database,
  effective: EffectiveIntegration,
  changes: ConfigurationChanges,
): EffectiveIntegration {
  const { integration, organizationId, override } = effective;
  if (!organizationId) return effective;
  if (!integration.enabled) throw unprocessable(`${integration.name} is turned off by the developer.`);
  const changed = {
    enabled: changes.enabled ?? override.enabled,
    scopes: changes.scopes === null ? undefined : (checkScopes(effective, changes.scopes) ?? override.scopes),
    client: checkClient(effective, changes) ?? override.client,
    config: changes.config ? checkOwnConfig(effective, changes.config) : override.config,
  };
  return db.transaction(() => {
    saveOverride(db, organizationId, integration.id, changed);
    const after = effectiveIntegration(db, integration, organizationId);
    const added = after.scopes.filter((scope) => !effective.scopes.includes(scope));
    if (added.length > 0) askAgainForScopes(db, integration.id, organizationId, added);
    return after;
  });
}

function checkScopes(effective: EffectiveIntegration, scopes: string[] | undefined): string[] | undefined {
  if (!scopes) return undefined;
  const { name, authMethods } = effective.integration;
  if (!authMethods.includes('oauth')) throw unprocessable(`${name} has no scopes.`);
  const choosable = choosableScopes(effective);
  const other = scopes.filter((scope) => !choosable.includes(scope));
  if (other.length > 0) throw unprocessable(`${name} does not offer the scopes: ${other.join(', ')}.`);
  return [...new Set(scopes)];
}

function checkClient(
  effective: EffectiveIntegration,
  changes: ConfigurationChanges,
): OAuthClient | undefined {
  const { client_id: givenId, client_secret: secret } = changes;
  if (givenId === undefined && secret === undefined) return undefined;
  const { integration, override } = effective;
  if (integration.credentialsType !== 'organization' || !integration.authMethods.includes('oauth')) {
    throw unprocessable(`${integration.name} does not support an OAuth app of the organization.`);
  }
  const id = givenId ?? override.client?.id;
  if (!id) throw unprocessable('A client ID is required.');
  if (secret !== undefined) return { id, secret };
  if (id !== override.client?.id) throw unprocessable('A new client ID requires its client secret.');
  return undefined;
}

function checkOwnConfig(
  { integration, override }: EffectiveIntegration,
  given: Record<string, unknown>,
): Record<string, string> {
  // An organization can set the account fields for its members, and must set the organization fields.
  const fields = integration.configFields.map((field) => ({
    ...field,
    required: field.required && field.scope === 'integration',
  }));
  const result = checkConfig(fields, given, override.config ?? {});
  if (!result.ok) throw unprocessable(result.message);
  return result.config;
}
