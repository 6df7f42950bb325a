import { createHash } from 'node:crypto';
import { badRequest } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import {
  type AuthorizationSecrets,
  createDataAuthorization,
  type DataAuthorization,
  endDataAuthorization,
  readCodeVerifier,
  startDataAuthorization,
} from '../store/data-authorizations.ts';
import { findInstallationOf, type InstallationOwner, saveInstallation } from '../store/data-installations.ts';
import { findDataIntegrationById } from '../store/data-integrations.ts';
import { requireRow } from '../store/database.ts';
import { findActiveMembership, membershipPermissions } from '../store/memberships.ts';
import { accountFields, checkConfig, visibleConfig, withDefaults } from './config-fields.ts';
import { requireConnectable, requireSameMethod } from './connect.ts';
import { type EffectiveIntegration, effectiveIntegration, redirectUri } from './effective-integration.ts';
import { consentUrl, requestTokens } from './provider-client.ts';

/** A link to the consent page of a provider, with the secrets of the requester. */
export interface AuthorizeLink extends AuthorizationSecrets {
  url: string;
}

/**
 * Creates a link that connects an account with OAuth.
 * @throws ApiError 400, with a message that the widgets show.
 */
export function createAuthorizeLink(
  local: LocalWorkOS,
  effective: EffectiveIntegration,
  fields: {
    userId: string;
    config: Record<string, unknown> | undefined;
    requireHandoff?: boolean;
    returnTo?: string | undefined;
  },
): AuthorizeLink {
  const { integration, organizationId } = effective;
  requireConnectable(effective, 'oauth');
  const owner = ownerOf(effective, fields.userId);
  const existing = requireSameMethod(local, effective, owner, 'oauth', 400);
  const result = checkConfig(accountFields(effective), fields.config, existing?.config ?? {});
  if (!result.ok) throw badRequest('invalid_config', result.message);
  const secrets = createDataAuthorization(local.db, {
    data_integration_id: integration.id,
    user_id: fields.userId,
    organization_id: organizationId,
    scopes: effective.scopes,
    config: result.config,
    return_to: fields.returnTo ?? null,
    requireHandoff: fields.requireHandoff ?? false,
  });
  return { ...secrets, url: `${local.origin}/data-integrations/${secrets.link}/authorize-redirect` };
}

/** The future owner of the account: the person, or the organization that shares it. */
export function ownerOf(
  { integration, organizationId }: EffectiveIntegration,
  userId: string,
): InstallationOwner {
  return { userId: integration.ownership === 'organization' ? null : userId, organizationId };
}

/** The current integration of an authorization. */
export function integrationOf({ db }: LocalWorkOS, authorization: DataAuthorization): EffectiveIntegration {
  const integration = requireRow(findDataIntegrationById(db, authorization.data_integration_id));
  return effectiveIntegration(db, integration, authorization.organization_id);
}

/**
 * Continues to the provider, bound to this browser.
 * @returns The URL to redirect to, and the secret that the browser keeps for the callback.
 */
export function goToProvider(
  local: LocalWorkOS,
  authorization: DataAuthorization,
): { url: string; browserSecret: string } {
  const effective = integrationOf(local, authorization);
  const { integration, client } = effective;
  const { state, codeVerifier, browserSecret } = startDataAuthorization(local.db, authorization.id);
  const { configFields } = integration;
  const config = withDefaults(configFields, { ...authorization.config, ...effective.config });
  const url = consentUrl(local, integration.slug, {
    ...visibleConfig(configFields, config),
    response_type: 'code',
    client_id: client?.id ?? '',
    redirect_uri: redirectUri(local.origin, integration),
    scope: authorization.scopes.join(' '),
    state,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { url, browserSecret };
}

/** Exchanges the provider's code and connects the account, or returns why it cannot. */
export async function finishAuthorization(
  local: LocalWorkOS,
  authorization: DataAuthorization,
  code: string,
): Promise<'connected' | 'failed'> {
  const { db } = local;
  const effective = integrationOf(local, authorization);
  const { integration, client } = effective;
  const fail = () => {
    endDataAuthorization(db, authorization.id, 'failed');
    return 'failed' as const;
  };
  if (!client || !effective.enabled || !mayConnect(local, authorization, effective)) return fail();
  const answer = await requestTokens(local, integration.slug, client, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri(local.origin, integration),
    code_verifier: readCodeVerifier(db, authorization.id),
  });
  if (!answer.ok || !answer.value.refreshToken) return fail();
  const { accessToken, refreshToken, expiresAt, scopes } = answer.value;
  return db.transaction(() => {
    // All of this may have changed while waiting for the provider.
    const owner = ownerOf(effective, authorization.user_id);
    const existing = findInstallationOf(db, integration.id, owner);
    if (existing && existing.authMethod !== 'oauth') return fail();
    if (!mayConnect(local, authorization, effective)) return fail();
    if (!endDataAuthorization(db, authorization.id, 'connected')) return 'failed';
    saveInstallation(db, integration.id, owner, {
      scopes,
      credential: { method: 'oauth', clientId: client.id, accessToken, refreshToken, expiresAt },
      config: authorization.config,
    });
    return 'connected';
  });
}

/**
 * Whether the person can still connect the account. They may have lost the membership or, for a shared account,
 * the admin role while at the provider.
 */
function mayConnect(
  { db }: LocalWorkOS,
  { user_id, organization_id }: DataAuthorization,
  { integration }: EffectiveIntegration,
): boolean {
  if (!organization_id) return true;
  const membership = findActiveMembership(db, user_id, organization_id);
  if (!membership) return false;
  return (
    integration.ownership !== 'organization' ||
    membershipPermissions(db, membership.id).includes('widgets:pipes:manage')
  );
}
