import { type EventDraft, eventSource, lifecycle, type Transition } from '../events/event-source.ts';
import { isVerified, type OrganizationDomain } from '../store/domains.ts';
import { serializeDomain } from './serialize.ts';

const change = lifecycle<OrganizationDomain, ReturnType<typeof serializeDomain>>({
  created: 'organization_domain.created',
  updated: 'organization_domain.updated',
  deleted: 'organization_domain.deleted',
  serialize: serializeDomain,
  organizationId: ({ organization_id }) => organization_id,
});

export const domainEvents = eventSource<OrganizationDomain>({
  kind: 'organization_domain',
  table: 'organization_domains',
  endsWith: { organizations: (row) => `noted.organization_id = ${row}.id` },
  eventOf: (transition, scope) => verification(transition) ?? change(transition, scope),
});

/** What became of a verification. */
function verification({ before, after }: Transition<OrganizationDomain>): EventDraft | undefined {
  if (!before || !after || before.state === after.state) return undefined;
  const organizationId = after.organization_id;
  if (isVerified(after)) {
    return { name: 'organization_domain.verified', organizationId, data: serializeDomain(after) };
  }
  if (after.state !== 'failed') return undefined;
  const reason = after.dns_record_present
    ? 'domain_verified_by_other_organization'
    : 'domain_verification_period_expired';
  return {
    name: 'organization_domain.verification_failed',
    organizationId,
    data: { reason, organization_domain: serializeDomain(after) },
  };
}
