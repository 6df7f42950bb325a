import type {
  ListOrganizationDomains200,
  OrganizationDomain,
} from '@workos-inc/widgets/experimental/api/fetch';
import { type Context, Hono } from 'hono';
import { orNotFound } from '../http/api-error.ts';
import { callerOrganization, requirePermission } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import type { Database } from '../store/database.ts';
import {
  type DomainState,
  deleteDomain,
  findDomainOf,
  isVerified,
  listDomains,
  type OrganizationDomain as Row,
} from '../store/domains.ts';
import { isNameServer, restartVerification, subdomain } from './domain-verification.ts';

const PATH = '/_widgets/admin-portal/organization-domains';

/** The API of `<AdminPortalDomainVerification>`. */
export function organizationDomainRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  app.use(`${PATH}/*`, requirePermission('widgets:domain-verification:manage'));

  app.get(PATH, (c) => {
    const domains = listDomains(db, callerOrganization(c).id);
    return c.json<ListOrganizationDomains200>({ data: domains.map(serialize) });
  });

  app.delete(`${PATH}/:domainId`, (c) => {
    const domain = callerDomain(db, c);
    deleteDomain(db, domain.id);
    return c.json<OrganizationDomain>(serialize(domain));
  });

  app.post(`${PATH}/:domainId/reverify`, (c) => {
    const domain = callerDomain(db, c);
    // A verified domain stays verified.
    if (!isVerified(domain)) restartVerification(db, domain);
    return c.json<OrganizationDomain>(serialize(callerDomain(db, c)));
  });

  return app;
}

function callerDomain(db: Database, c: Context): Row {
  const id = c.req.param('domainId') ?? '';
  return orNotFound(findDomainOf(db, callerOrganization(c).id, id), 'Organization domain', id);
}

const STATES: Record<DomainState, OrganizationDomain['state']> = {
  failed: 'Failed',
  legacy_verified: 'LegacyVerified',
  pending: 'Pending',
  unverified: 'Pending',
  verified: 'Verified',
};

function serialize(domain: Row): OrganizationDomain {
  return {
    id: domain.id,
    domain: domain.domain,
    state: STATES[domain.state],
    nameServer: isNameServer(domain.name_server) ? domain.name_server : 'Other',
    verificationPrefix: domain.verification_prefix,
    verificationToken: domain.verification_token,
    subdomain: subdomain(domain),
    createdAt: domain.created_at,
  };
}
