import { ApiError, badRequest, forbidden } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import {
  type DataInstallation,
  findInstallationOf,
  type InstallationOwner,
  saveInstallation,
} from '../store/data-installations.ts';
import type { AuthMethod, OAuthClient } from '../store/data-integrations.ts';
import { findActiveMembership } from '../store/memberships.ts';
import { acceptedApiKey, acceptedClient } from './accepted-credentials.ts';
import { accountFields, checkConfig } from './config-fields.ts';
import type { EffectiveIntegration } from './effective-integration.ts';
import { checkApiKey, type ProviderResult, requestTokens } from './provider-client.ts';

/**
 * Connects an account with an API key, or rotates the key. Checks the key with the provider first.
 * @throws ApiError 400 or 409, with a message that the widgets show.
 */
export async function connectWithApiKey(
  local: LocalWorkOS,
  effective: EffectiveIntegration,
  owner: InstallationOwner,
  apiKey: string,
): Promise<DataInstallation> {
  const { integration } = effective;
  requireConnectable(effective, 'api_key');
  const existing = requireSameMethod(local, effective, owner, 'api_key', 409);
  const answer = await checkApiKey(local, integration.slug, apiKey);
  requireAccepted(
    answer,
    effective,
    `does not accept this API key. Local WorkOS accepts keys like '${acceptedApiKey(integration.slug)}'`,
  );
  return save(local, effective, owner, {
    scopes: [],
    credential: { method: 'api_key', apiKey },
    config: existing?.config ?? {},
  });
}

/** Connects an account with a client ID and secret, and the config fields of the provider. */
export async function connectWithClientCredentials(
  local: LocalWorkOS,
  effective: EffectiveIntegration,
  owner: InstallationOwner,
  client: OAuthClient,
  givenConfig: Record<string, unknown> | undefined,
): Promise<DataInstallation> {
  const { integration } = effective;
  requireConnectable(effective, 'client_credentials');
  const existing = requireSameMethod(local, effective, owner, 'client_credentials', 409);
  const result = checkConfig(accountFields(effective), givenConfig, existing?.config ?? {});
  if (!result.ok) throw badRequest('invalid_config', result.message);
  const answer = await requestTokens(local, integration.slug, client, { grant_type: 'client_credentials' });
  const example = acceptedClient(integration.slug);
  requireAccepted(
    answer,
    effective,
    `does not accept these client credentials. Local WorkOS accepts client IDs like '${example.id}' with the secret '${example.secret}'`,
  );
  return save(local, effective, owner, {
    scopes: [],
    credential: { method: 'client_credentials', clientId: client.id, clientSecret: client.secret },
    config: result.config,
  });
}

/** @throws ApiError 400 when this method is not available. */
export function requireConnectable(effective: EffectiveIntegration, method: AuthMethod): void {
  const { integration, disabledSource } = effective;
  const { name } = integration;
  if (disabledSource === 'developer') {
    throw badRequest('data_integration_disabled', `${name} is turned off.`);
  }
  if (disabledSource === 'organization') {
    throw badRequest('data_integration_disabled', `${name} is turned off for your organization.`);
  }
  if (!integration.authMethods.includes(method)) {
    throw badRequest(
      'auth_method_not_supported',
      `${name} cannot be connected with ${METHOD_NAMES[method]}.`,
    );
  }
  if (!effective.usableMethods.includes(method)) {
    throw badRequest(
      'credentials_not_configured',
      `An admin of your organization must set up the OAuth app for ${name} first.`,
    );
  }
}

/** @throws ApiError with this status when the account is connected with another method. */
export function requireSameMethod(
  { db }: LocalWorkOS,
  { integration }: EffectiveIntegration,
  owner: InstallationOwner,
  method: AuthMethod,
  status: 400 | 409 | 422,
): DataInstallation | undefined {
  const existing = findInstallationOf(db, integration.id, owner);
  if (existing && existing.authMethod !== method) {
    throw new ApiError(status, {
      code: 'auth_method_mismatch',
      message: `${integration.name} is already connected with ${METHOD_NAMES[existing.authMethod]}. Disconnect it first.`,
    });
  }
  return existing;
}

/**
 * Saves the accepted credential. In the meantime, the account may have been connected with another method, or
 * its owner removed.
 */
function save(
  local: LocalWorkOS,
  effective: EffectiveIntegration,
  owner: InstallationOwner,
  fields: Parameters<typeof saveInstallation>[3],
): DataInstallation {
  const { db } = local;
  const { userId, organizationId } = owner;
  return db.transaction(() => {
    requireSameMethod(local, effective, owner, fields.credential.method, 409);
    if (userId && organizationId && !findActiveMembership(db, userId, organizationId)) {
      throw forbidden('The user is no longer a member of the organization.');
    }
    return saveInstallation(db, effective.integration.id, owner, fields);
  });
}

function requireAccepted(
  answer: ProviderResult<unknown>,
  { integration }: EffectiveIntegration,
  refusal: string,
): void {
  if (answer.ok) return;
  throw answer.reason === 'refused'
    ? badRequest('credential_refused', `${integration.name} ${refusal}.`)
    : badRequest(
        'provider_unreachable',
        `${integration.name} cannot be reached right now. Try again in a moment.`,
      );
}

const METHOD_NAMES: Record<AuthMethod, string> = {
  oauth: 'OAuth',
  api_key: 'an API key',
  client_credentials: 'client credentials',
};
