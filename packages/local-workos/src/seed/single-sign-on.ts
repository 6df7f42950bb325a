import type { DomainVerificationNameServer } from '@workos-inc/widgets/experimental/api/fetch';
import { createConnection, setConnectionDomains } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { createDomain, type DomainState } from '../store/domains.ts';
import { newId, newSecret } from '../store/ids.ts';
import type { Cast } from './cast.ts';

const DAY = 86_400;

/** One in each state; `example.com` is where the seeded people have their addresses. */
const DOMAINS: readonly [
  name: string,
  state: DomainState,
  nameServer: DomainVerificationNameServer,
  daysAgo: number,
][] = [
  ['acme-classic.example', 'legacy_verified', 'GoogleDomains', 480],
  ['example.com', 'verified', 'AwsRoute53', 410],
  ['acme-corp.example', 'verified', 'CloudFlare', 200],
  ['acme-labs.example', 'failed', 'GoDaddy', 45],
  ['status.acme-corp.example', 'pending', 'Other', 2],
];

/**
 * Domains and an SSO connection of Acme. Who has an address at `acme-corp.example` signs in through it; the
 * seeded people, with theirs at `example.com`, keep their passwords.
 */
export function seedSingleSignOn(db: Database, { organizations }: Cast): void {
  const domainIds = new Map(
    DOMAINS.map(([name, state, nameServer, daysAgo]) => {
      const { id } = createDomain(db, {
        organization_id: organizations.acme,
        domain: name,
        state,
        name_server: nameServer,
      });
      const at = db.timestampIn(-daysAgo * DAY);
      db.update('organization_domains', id, { verification_strategy: 'dns', created_at: at, updated_at: at });
      return [name, id];
    }),
  );
  const connection = createConnection(db, {
    organization_id: organizations.acme,
    connection_type: 'OktaOidc',
    name: 'Acme Corporation',
    state: 'active',
  });
  const at = db.timestampIn(-190 * DAY);
  db.update('connections', connection.id, { created_at: at, updated_at: at });
  setConnectionDomains(db, connection.id, [domainIds.get('acme-corp.example') ?? '']);
  seedSignIn(db, connection.id);
}

/** Somebody came through the connection three days ago. */
function seedSignIn(db: Database, connectionId: string): void {
  const at = db.timestampIn(-3 * DAY);
  const authorizationRequestId = newSecret();
  db.insert('authorization_requests', {
    id: authorizationRequestId,
    parameters: '{}',
    expires_at: at,
    created_at: at,
  });
  db.insert('sso_sessions', {
    id: newId('sso_session'),
    connection_id: connectionId,
    authorization_request_id: authorizationRequestId,
    relay_state_hash: newSecret(),
    request_id: newSecret(),
    state: 'Successful',
    expires_at: at,
    created_at: at,
  });
}
