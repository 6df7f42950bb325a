import { domainToASCII } from 'node:url';
import type { DomainVerificationNameServer } from '@workos-inc/widgets/experimental/api/fetch';
import { parse } from 'tldts';
import type { Database } from '../store/database.ts';
import {
  createDomain,
  type DomainState,
  findVerifiedDomain,
  listDomains,
  type OrganizationDomain,
  setDomains,
  startVerification,
} from '../store/domains.ts';
import { isConsumerDomain } from './consumer-domains.ts';

/** Who may host a domain's DNS, and what people call them. The real portal finds out; here one chooses. */
export const NAME_SERVERS: Record<DomainVerificationNameServer, string> = {
  Other: 'Another provider',
  AwsRoute53: 'Amazon Route 53',
  CloudFlare: 'Cloudflare',
  GoDaddy: 'GoDaddy',
  GoogleDomains: 'Google Domains',
};

/** How long a restarted verification stays pending here, so that the state can be seen. */
const RESTARTED_VERIFICATION_SECONDS = 3;

export type DomainProblem = 'invalid' | 'consumer' | 'already_added' | 'taken';

export interface DomainFailure {
  ok: false;
  problem: DomainProblem;
  message: string;
}

/** Adds a domain that has yet to be verified. */
export function addDomain(
  db: Database,
  organizationId: string,
  text: string,
  nameServer: DomainVerificationNameServer = 'Other',
): { ok: true; domain: OrganizationDomain } | DomainFailure {
  const name = possibleDomain(db, organizationId, text);
  if (typeof name !== 'string') return name;
  if (listDomains(db, organizationId).some(({ domain }) => domain === name)) {
    return failure('already_added', `${name} has already been added to this organization.`);
  }
  const domain = createDomain(db, {
    organization_id: organizationId,
    domain: name,
    state: 'pending',
    name_server: nameServer,
  });
  return { ok: true, domain };
}

/** Replaces the domains of an organization; somebody has vouched for those that are verified. */
export function replaceDomains(
  db: Database,
  organizationId: string,
  wanted: readonly { domain: string; state: 'pending' | 'verified' }[],
): DomainFailure | undefined {
  const domains = [];
  for (const { domain, state } of wanted) {
    const name = possibleDomain(db, organizationId, domain);
    if (typeof name !== 'string') return name;
    domains.push({ domain: name, state });
  }
  setDomains(db, organizationId, domains);
  return undefined;
}

/** Looks for the record again. A domain that is verified stays so. */
export function restartVerification(db: Database, { id }: OrganizationDomain): void {
  startVerification(db, id, RESTARTED_VERIFICATION_SECONDS);
}

/** The TXT record that shows that the domain is the organization's own, as the widget writes it. */
export function dnsRecord(domain: OrganizationDomain): { host: string; value: string } {
  return {
    host: subdomain(domain) ?? '@',
    value: `${domain.verification_prefix}=${domain.verification_token}`,
  };
}

/** What of a domain goes into the host of its record: `mail` of `mail.example.co.uk`, nothing of `example.co.uk`. */
export function subdomain({ domain }: OrganizationDomain): string | null {
  return parse(domain).subdomain || null;
}

export function isNameServer(text: string): text is DomainVerificationNameServer {
  return Object.hasOwn(NAME_SERVERS, text);
}

/** The name of a domain that the organization may have, or why it may not. */
function possibleDomain(db: Database, organizationId: string, text: string): string | DomainFailure {
  const name = domainName(text);
  if (!name) return failure('invalid', 'Enter a domain, such as example.com.');
  // As documented: a domain where consumers have their addresses cannot be added.
  if (isConsumerDomain(name)) {
    return failure(
      'consumer',
      `Anyone can have an address at ${name}, so it cannot belong to an organization.`,
    );
  }
  const owner = findVerifiedDomain(db, name);
  return owner && owner.organization_id !== organizationId
    ? failure('taken', `${name} belongs to another organization.`)
    : name;
}

/** The name as DNS has it, or undefined when it is none that somebody can own. */
function domainName(text: string): string | undefined {
  const name = domainToASCII(text.trim().toLowerCase().replace(/\.$/, ''));
  const { domain, hostname, isIp } = parse(name);
  return name !== '' && hostname === name && domain !== null && !isIp ? name : undefined;
}

function failure(problem: DomainProblem, message: string): DomainFailure {
  return { ok: false, problem, message };
}

/** What a state is called, here as in the widget. */
export const STATE_LABELS: Record<DomainState, string> = {
  failed: 'Verification failed',
  legacy_verified: 'Verified',
  pending: 'Verification pending',
  unverified: 'Verification pending',
  verified: 'Verified',
};
