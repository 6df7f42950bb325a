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

/** Names of DNS providers. The real portal detects the provider; here, the user chooses it. */
export const NAME_SERVERS: Record<DomainVerificationNameServer, string> = {
  Other: 'Another provider',
  AwsRoute53: 'Amazon Route 53',
  CloudFlare: 'Cloudflare',
  GoDaddy: 'GoDaddy',
  GoogleDomains: 'Google Domains',
};

/** How long a restarted verification stays pending, so that the state is visible. */
const RESTARTED_VERIFICATION_SECONDS = 3;

export type DomainProblem = 'invalid' | 'consumer' | 'already_added' | 'taken';

export interface DomainFailure {
  ok: false;
  problem: DomainProblem;
  message: string;
}

/** Adds an unverified domain. */
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

/** Replaces the domains of an organization. The caller vouches for the verified ones. */
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

/** Looks for the record again. A verified domain stays verified. */
export function restartVerification(db: Database, { id }: OrganizationDomain): void {
  startVerification(db, id, RESTARTED_VERIFICATION_SECONDS);
}

/** The TXT record that proves ownership of the domain, as the widget shows it. */
export function dnsRecord(domain: OrganizationDomain): { host: string; value: string } {
  return {
    host: subdomain(domain) ?? '@',
    value: `${domain.verification_prefix}=${domain.verification_token}`,
  };
}

/** The subdomain part of a record's host: `mail` for `mail.example.co.uk`, null for `example.co.uk`. */
export function subdomain({ domain }: OrganizationDomain): string | null {
  return parse(domain).subdomain || null;
}

export function isNameServer(text: string): text is DomainVerificationNameServer {
  return Object.hasOwn(NAME_SERVERS, text);
}

/** Returns the normalized domain, or the reason why the organization cannot add it. */
function possibleDomain(db: Database, organizationId: string, text: string): string | DomainFailure {
  const name = domainName(text);
  if (!name) return failure('invalid', 'Enter a domain, such as example.com.');
  // As documented, consumer email domains cannot be added.
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

/** The name in its DNS form, or undefined if it is not a registrable domain. */
function domainName(text: string): string | undefined {
  const name = domainToASCII(text.trim().toLowerCase().replace(/\.$/, ''));
  const { domain, hostname, isIp } = parse(name);
  return name !== '' && hostname === name && domain !== null && !isIp ? name : undefined;
}

function failure(problem: DomainProblem, message: string): DomainFailure {
  return { ok: false, problem, message };
}

/** The names of the states, as in the widget. */
export const STATE_LABELS: Record<DomainState, string> = {
  failed: 'Verification failed',
  legacy_verified: 'Verified',
  pending: 'Verification pending',
  unverified: 'Verification pending',
  verified: 'Verified',
};
