import type { OrganizationDomain } from '../store/domains.ts';

export function serializeDomain(domain: OrganizationDomain) {
  return {
    object: 'organization_domain' as const,
    id: domain.id,
    organization_id: domain.organization_id,
    domain: domain.domain,
    state: domain.state,
    verification_prefix: domain.verification_prefix,
    verification_token: domain.verification_token,
    verification_strategy: domain.verification_strategy,
    created_at: domain.created_at,
    updated_at: domain.updated_at,
  };
}
