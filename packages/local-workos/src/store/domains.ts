import { randomInt } from 'node:crypto';
import { type Database, requireRow } from './database.ts';
import { newId, newSecret } from './ids.ts';

export type DomainState = 'failed' | 'legacy_verified' | 'pending' | 'unverified' | 'verified';

export interface OrganizationDomain {
  id: string;
  organization_id: string;
  domain: string;
  state: DomainState;
  /** Whether the DNS decides, or somebody has vouched for the domain. */
  verification_strategy: 'dns' | 'manual';
  verification_prefix: string;
  verification_token: string;
  name_server: string;
  /** The DNS as it is played on the pages of the Admin Portal. */
  dns_record_present: number;
  created_at: string;
  updated_at: string;
}

/** As documented: WorkOS looks for the record for thirty days, and then gives up. */
const VERIFICATION_SECONDS = 30 * 86_400;

const VERIFIED_STATES = ['verified', 'legacy_verified'];

export function isVerified(domain: OrganizationDomain): boolean {
  return VERIFIED_STATES.includes(domain.state);
}

export function createDomain(
  db: Database,
  fields: {
    organization_id: string;
    domain: string;
    state: DomainState;
    name_server?: string | undefined;
  },
): OrganizationDomain {
  const now = db.timestamp();
  const id = newId('org_domain');
  const pending = fields.state === 'pending';
  db.insert('organization_domains', {
    ...fields,
    id,
    domain: fields.domain.toLowerCase(),
    verification_strategy: pending ? 'dns' : 'manual',
    verification_prefix: `local-workos-domain-verification-${randomInt(36 ** 5, 36 ** 6).toString(36)}`,
    verification_token: newSecret()
      .replaceAll(/[^A-Za-z0-9]/g, '')
      .slice(0, 25),
    verification_ends_at: pending ? db.timestampIn(VERIFICATION_SECONDS) : undefined,
    created_at: now,
    updated_at: now,
  });
  return requireRow(findDomain(db, id));
}

export function listDomains(db: Database, organizationId: string): OrganizationDomain[] {
  endVerifications(db);
  return db.all<OrganizationDomain>(
    'SELECT * FROM organization_domains WHERE organization_id = :organizationId ORDER BY id',
    { organizationId },
  );
}

export function findDomain(db: Database, id: string): OrganizationDomain | undefined {
  endVerifications(db);
  return db.get<OrganizationDomain>('SELECT * FROM organization_domains WHERE id = :id', { id });
}

/** A domain of this organization; one of another is not found. */
export function findDomainOf(
  db: Database,
  organizationId: string,
  id: string,
): OrganizationDomain | undefined {
  const domain = findDomain(db, id);
  return domain?.organization_id === organizationId ? domain : undefined;
}

/** The organization that has shown to own a domain, and its row. */
export function findVerifiedDomain(db: Database, domain: string): OrganizationDomain | undefined {
  endVerifications(db);
  return db.get<OrganizationDomain>(
    `SELECT * FROM organization_domains WHERE domain = :domain AND state IN ('verified', 'legacy_verified')
     ORDER BY id LIMIT 1`,
    { domain },
  );
}

/** Begins to look for the record. @param seconds When that ends; left out, after thirty days. */
export function startVerification(db: Database, id: string, seconds = VERIFICATION_SECONDS): void {
  db.update('organization_domains', id, {
    state: 'pending',
    verification_strategy: 'dns',
    verification_ends_at: db.timestampIn(seconds),
    updated_at: db.timestamp(),
  });
}

/** Plays the DNS: the record is there, or is not. A pending verification finds it at once. */
export function setDnsRecord(db: Database, domain: OrganizationDomain, present: boolean): void {
  db.update('organization_domains', domain.id, { dns_record_present: Number(present) });
  if (present && domain.state === 'pending') startVerification(db, domain.id, 0);
}

/** Ends a pending verification now, whatever the DNS says by then. */
export function endVerification(db: Database, id: string): void {
  startVerification(db, id, 0);
}

export function deleteDomain(db: Database, id: string): void {
  db.run('DELETE FROM organization_domains WHERE id = :id', { id });
}

/** Replaces the domains of an organization; one that stays keeps its id and history. */
export function setDomains(
  db: Database,
  organizationId: string,
  domains: { domain: string; state: 'pending' | 'verified' }[],
): void {
  db.transaction(() => {
    const wanted = new Map(domains.map(({ domain, state }) => [domain.toLowerCase(), state]));
    for (const existing of listDomains(db, organizationId)) {
      const state = wanted.get(existing.domain);
      if (state === undefined) deleteDomain(db, existing.id);
      else if (state === 'pending' && existing.state !== 'pending') startVerification(db, existing.id);
      else if (state === 'verified' && existing.state !== 'verified') markVerified(db, existing.id);
      wanted.delete(existing.domain);
    }
    for (const [domain, state] of wanted) {
      createDomain(db, { organization_id: organizationId, domain, state });
    }
  });
}

/** Somebody vouches for the domain. */
function markVerified(db: Database, id: string): void {
  db.update('organization_domains', id, {
    state: 'verified',
    verification_strategy: 'manual',
    updated_at: db.timestamp(),
  });
}

/** Ends the verifications whose time has come, each as the DNS says. A domain has one owner. */
function endVerifications(db: Database): void {
  const now = db.timestamp();
  // A read takes no lock unless there is something to write.
  const due = db.get(
    "SELECT 1 FROM organization_domains WHERE state = 'pending' AND verification_ends_at <= :now LIMIT 1",
    { now },
  );
  if (!due) return;
  db.run(
    `UPDATE organization_domains AS domain SET updated_at = :now, state = CASE
       WHEN dns_record_present = 1 AND NOT EXISTS (SELECT 1 FROM organization_domains AS other
         WHERE other.domain = domain.domain AND other.id <> domain.id
         AND other.state IN ('verified', 'legacy_verified'))
       THEN 'verified' ELSE 'failed' END
     WHERE state = 'pending' AND verification_ends_at <= :now`,
    { now },
  );
}
