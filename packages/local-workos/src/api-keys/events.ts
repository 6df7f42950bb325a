import { eventSource, lifecycle } from '../events/event-source.ts';
import type { ApiKey } from '../store/api-keys.ts';
import { withPermissions } from './serialize.ts';

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
    serialize: (apiKey) => withPermissions(apiKey, apiKey.permissions),
    quiet: ['last_used_at'],
    organizationId: ({ organization_id }) => organization_id,
    previousAttributesIn: 'data',
  }),
});
