import { serializeDomain } from '../domains/serialize.ts';
import { eventSource, lifecycle } from '../events/event-source.ts';
import type { OrganizationDomain } from '../store/domains.ts';
import type { Organization } from '../store/organizations.ts';

type NotedOrganization = Organization & { domains: OrganizationDomain[] };

export const organizationEvents = eventSource<NotedOrganization>({
  kind: 'organization',
  table: 'organizations',
  extras: {
    domains: (row) => `json((SELECT json_group_array(json_object(
      'id', id, 'organization_id', organization_id, 'domain', domain, 'state', state,
      'verification_prefix', verification_prefix, 'verification_token', verification_token,
      'verification_strategy', verification_strategy, 'created_at', created_at, 'updated_at', updated_at))
      FROM (SELECT * FROM organization_domains WHERE organization_id = ${row}.id ORDER BY id)))`,
  },
  eventOf: lifecycle({
    created: 'organization.created',
    updated: 'organization.updated',
    deleted: 'organization.deleted',
    serialize,
    // Domains have events of their own.
    quiet: ['domains'],
    organizationId: ({ id }) => id,
  }),
});

function serialize(organization: NotedOrganization) {
  return {
    object: 'organization' as const,
    id: organization.id,
    name: organization.name,
    domains: organization.domains.map(serializeDomain),
    metadata: JSON.parse(organization.metadata),
    external_id: organization.external_id,
    ...(organization.stripe_customer_id ? { stripe_customer_id: organization.stripe_customer_id } : {}),
    created_at: organization.created_at,
    updated_at: organization.updated_at,
  };
}
