import { apiKeyPermissions } from '../store/api-key-permissions.ts';
import type { ApiKey } from '../store/api-keys.ts';
import type { Database } from '../store/database.ts';

export function serializeApiKey(db: Database, apiKey: ApiKey) {
  return withPermissions(apiKey, apiKeyPermissions(db, apiKey));
}

/** A key with what it may do, or with what it was given. */
export function withPermissions(apiKey: ApiKey, permissions: readonly string[]) {
  return {
    object: 'api_key' as const,
    id: apiKey.id,
    owner: apiKey.user_id
      ? { type: 'user' as const, id: apiKey.user_id, organization_id: apiKey.organization_id }
      : { type: 'organization' as const, id: apiKey.organization_id },
    name: apiKey.name,
    obfuscated_value: apiKey.obfuscated_value,
    last_used_at: apiKey.last_used_at,
    expires_at: apiKey.expires_at,
    permissions,
    created_at: apiKey.created_at,
    updated_at: apiKey.updated_at,
  };
}
