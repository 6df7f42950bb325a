import { z } from 'zod';
import { CONNECTION_TYPES, type ConnectionType, isConnectionType } from '../store/connection-types.ts';
import { setConnectionDomains } from '../store/connections.ts';
import { listDomains } from '../store/domains.ts';
import { newId, newSecret } from '../store/ids.ts';
import { history, organizationId, type SeedContext, timestampAt } from './context.ts';
import { createdAt, id, moment, organization } from './fields.ts';

/** Connection types by their name in the public API, such as OktaSAML. */
const TYPES = new Map<string, ConnectionType>(
  Object.keys(CONNECTION_TYPES)
    .filter(isConnectionType)
    .map((type) => [CONNECTION_TYPES[type][1], type]),
);

export const connectionSchema = z.strictObject({
  id: id.optional(),
  name: z.string().min(1),
  organization,
  connection_type: z.enum([...TYPES.keys()]).default('GenericSAML'),
  state: z.enum(['active', 'inactive']).default('active'),
  domains: z
    .array(z.string())
    .default([])
    .describe('Domains of the organization that sign in through this connection.'),
  created_at: createdAt,
  last_sign_in_at: moment.optional().describe('When someone last signed in through it.'),
});

export function seedConnections(context: SeedContext): void {
  const { db, seed } = context;
  for (const connection of seed.connections) {
    const id = connection.id ?? newId('conn');
    const owner = organizationId(context, connection.organization);
    db.insert('connections', {
      id,
      organization_id: owner,
      connection_type: TYPES.get(connection.connection_type),
      name: connection.name,
      state: connection.state,
      ...history(context, connection.created_at),
    });
    const named = new Set(connection.domains.map((domain) => domain.toLowerCase()));
    const domains = listDomains(db, owner).filter(({ domain }) => named.has(domain));
    setConnectionDomains(
      db,
      id,
      domains.map((domain) => domain.id),
    );
    const signedInAt = timestampAt(context, connection.last_sign_in_at);
    if (signedInAt) insertSignIn(context, id, signedInAt);
  }
}

function insertSignIn({ db }: SeedContext, connectionId: string, at: string): void {
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
