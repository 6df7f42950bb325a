import { type EventScope, eventSource, lifecycle } from '../events/event-source.ts';
import type { ApiKey } from '../store/api-keys.ts';

type NotedApiKey = ApiKey & { permissions: string[] };

export const apiKeyEvents = eventSource<NotedApiKey>({
  kind: 'api_key',
  table: 'api_keys',
  secrets: ['value_hash'],
  extras: {
    user_id: (row) =>
      `(SELECT user_id FROM organization_memberships WHERE id = ${row}.organization_membership_id)`,
    permissions: (row) => `json((SELECT json_group_array(permission_slug) FROM (
      SELECT permission_slug FROM api_key_permissions WHERE api_key_id = ${row}.id ORDER BY permission_slug)))`,
  },
  endsWith: {
    users: (row) => `noted.organization_membership_id IN
      (SELECT id FROM organization_memberships WHERE user_id = ${row}.id)`,
    organization_memberships: (row) => `noted.organization_membership_id = ${row}.id`,
    organizations: (row) => `noted.organization_id = ${row}.id`,
  },
  eventOf: lifecycle({
    created: 'api_key.created',
    updated: 'api_key.updated',
    deleted: 'api_key.revoked',
    serialize,
    quiet: ['last_used_at'],
    organizationId: ({ organization_id }) => organization_id,
    previousAttributesIn: 'data',
  }),
});

function serialize(apiKey: NotedApiKey, _scope: EventScope) {
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
    permissions: apiKey.permissions,
    created_at: apiKey.created_at,
    updated_at: apiKey.updated_at,
  };
}
