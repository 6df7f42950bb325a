import { ApiError } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import {
  type DataInstallation,
  setInstallationState,
  updateCredential,
} from '../store/data-installations.ts';
import type { EffectiveIntegration } from './effective-integration.ts';
import { requestTokens } from './provider-client.ts';

/** An access token with less time left than this is renewed before it is vended. */
const MIN_SECONDS_LEFT = 60;

/** The credential that the app calls a provider with. */
export interface UsableCredential {
  value: string;
  expiresAt: string | null;
  scopes: string[];
  /** Scopes that are requested now but were not granted. */
  missingScopes: string[];
}

/** Renewals in progress, by installation. A refresh token works once, so concurrent requests share a renewal. */
const renewals = new Map<string, Promise<UsableCredential | undefined>>();

/**
 * Returns the credential of a connected account, and renews it at the provider if needed.
 * @returns Undefined when the account must be reauthorized, which is then recorded.
 * @throws ApiError 503 when the provider cannot be reached.
 */
export async function usableCredential(
  local: LocalWorkOS,
  effective: EffectiveIntegration,
  installation: DataInstallation,
): Promise<UsableCredential | undefined> {
  if (installation.state !== 'connected') return undefined;
  const { credential, scopes } = installation;
  const missingScopes = effective.scopes.filter((scope) => !scopes.includes(scope));
  if (credential.method === 'api_key') {
    return { value: credential.apiKey, expiresAt: null, scopes: [], missingScopes: [] };
  }
  if (credential.method === 'oauth' && credential.expiresAt > local.db.timestampIn(MIN_SECONDS_LEFT)) {
    return { value: credential.accessToken, expiresAt: credential.expiresAt, scopes, missingScopes };
  }
  const underWay = renewals.get(installation.id);
  if (underWay) return underWay;
  const renewal = renew(local, effective, installation, missingScopes);
  renewals.set(installation.id, renewal);
  try {
    return await renewal;
  } finally {
    renewals.delete(installation.id);
  }
}

async function renew(
  local: LocalWorkOS,
  { integration, client }: EffectiveIntegration,
  { id, credential, scopes }: DataInstallation,
  missingScopes: string[],
): Promise<UsableCredential | undefined> {
  if (credential.method === 'api_key') return undefined;
  const { slug } = integration;
  const answer =
    credential.method === 'client_credentials'
      ? await requestTokens(
          local,
          slug,
          { id: credential.clientId, secret: credential.clientSecret },
          { grant_type: 'client_credentials' },
        )
      : client
        ? await requestTokens(local, slug, client, {
            grant_type: 'refresh_token',
            refresh_token: credential.refreshToken,
          })
        : ({ ok: false, reason: 'refused' } as const);
  if (!answer.ok) {
    if (answer.reason === 'unreachable') {
      throw new ApiError(503, {
        code: 'provider_unreachable',
        message: `${integration.name} cannot be reached right now.`,
      });
    }
    setInstallationState(local.db, id, 'needs_reauthorization');
    return undefined;
  }
  const { accessToken, refreshToken, expiresAt } = answer.value;
  if (credential.method === 'oauth' && refreshToken) {
    updateCredential(local.db, id, { ...credential, accessToken, refreshToken, expiresAt });
  }
  return { value: accessToken, expiresAt, scopes, missingScopes };
}
