import { z } from 'zod';
import type { LocalWorkOS } from '../http/context.ts';
import type { OAuthClient } from '../store/data-integrations.ts';

/** How long to wait for a provider's response. */
const TIMEOUT_MILLISECONDS = 10_000;

export type ProviderResult<Value> =
  | { ok: true; value: Value }
  | { ok: false; reason: 'refused' | 'unreachable' };

export interface Tokens {
  accessToken: string;
  refreshToken: string | undefined;
  expiresAt: string;
  scopes: string[];
}

const tokenResponse = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  expires_in: z.number(),
  scope: z.string(),
});

/** Exchanges a code, a refresh token, or client credentials at a token endpoint. */
export async function requestTokens(
  local: LocalWorkOS,
  slug: string,
  client: OAuthClient,
  grant:
    | { grant_type: 'authorization_code'; code: string; redirect_uri: string; code_verifier: string }
    | { grant_type: 'refresh_token'; refresh_token: string }
    | { grant_type: 'client_credentials' },
): Promise<ProviderResult<Tokens>> {
  const response = await call(local, slug, 'token', {
    method: 'POST',
    body: new URLSearchParams({ ...grant, client_id: client.id, client_secret: client.secret }),
  });
  if (!response.ok) return response;
  const parsed = tokenResponse.safeParse(response.value);
  if (!parsed.success) return { ok: false, reason: 'unreachable' };
  const { data } = parsed;
  return {
    ok: true,
    value: {
      accessToken: data.access_token,
      refreshToken: data.refresh_token,
      expiresAt: local.db.timestampIn(data.expires_in),
      scopes: data.scope.split(' ').filter(Boolean),
    },
  };
}

/** Checks an API key by asking the provider whose it is. */
export function checkApiKey(
  local: LocalWorkOS,
  slug: string,
  apiKey: string,
): Promise<ProviderResult<unknown>> {
  return call(local, slug, 'me', { headers: { Authorization: `Bearer ${apiKey}` } });
}

/** The URL of the provider's consent page. */
export function consentUrl(local: LocalWorkOS, slug: string, parameters: Record<string, string>): string {
  return `${local.origin}/providers/${slug}/authorize?${new URLSearchParams(parameters)}`;
}

/** Calls the local providers over HTTP like real ones, so that faults apply to them too. */
async function call(
  local: LocalWorkOS,
  slug: string,
  endpoint: string,
  init: RequestInit,
): Promise<ProviderResult<unknown>> {
  try {
    const response = await fetch(`${local.origin}/providers/${slug}/${endpoint}`, {
      ...init,
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    if (response.status >= 500) return { ok: false, reason: 'unreachable' };
    if (!response.ok) return { ok: false, reason: 'refused' };
    return { ok: true, value: await response.json() };
  } catch {
    return { ok: false, reason: 'unreachable' };
  }
}
