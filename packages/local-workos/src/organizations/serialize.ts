import { serializeDomain } from '../domains/serialize.ts';
import type { Database } from '../store/database.ts';
import { listDomains } from '../store/domains.ts';
import type { Organization } from '../store/organizations.ts';

export function serializeOrganization(db: Database, organization: Organization) {
  return {
    object: 'organization' as const,
    id: organization.id,
    name: organization.name,
    allow_profiles_outside_organization: organization.allow_profiles_outside_organization === 1,
    domains: listDomains(db, organization.id).map(serializeDomain),
    external_id: organization.external_id,
    ...(organization.stripe_customer_id ? { stripe_customer_id: organization.stripe_customer_id } : {}),
    metadata: JSON.parse(organization.metadata),
    created_at: organization.created_at,
    updated_at: organization.updated_at,
  };
}
