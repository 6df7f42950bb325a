import { type EventDraft, eventSource } from '../events/event-source.ts';
import { publicConnectionType } from '../store/connection-types.ts';
import type { Connection, ConnectionKey } from '../store/connections.ts';

type NotedConnection = Connection & { domains: { id: string; domain: string }[] };

/** A connection has events when it starts to work, stops, and is deleted. */
export const connectionEvents = eventSource<NotedConnection>({
  kind: 'connection',
  table: 'connections',
  extras: {
    domains: (row) => `json((SELECT json_group_array(json_object('id', id, 'domain', domain)) FROM (
      SELECT organization_domains.id, domain FROM connection_domains
      JOIN organization_domains ON organization_domains.id = organization_domain_id
      WHERE connection_id = ${row}.id ORDER BY organization_domains.id)))`,
  },
  endsWith: { organizations: (row) => `noted.organization_id = ${row}.id` },
  eventOf({ before, after }) {
    const draft = (name: EventDraft['name'], data: object, { organization_id }: Connection) => ({
      name,
      organizationId: organization_id,
      data,
    });
    if (!after) return before && draft('connection.deleted', serializeDeleted(before), before);
    if (after.state === (before?.state ?? 'inactive')) return undefined;
    const name = after.state === 'active' ? 'connection.activated' : 'connection.deactivated';
    return draft(name, serialize(after), after);
  },
});

type NotedKey = ConnectionKey & { organization_id: string };

export const connectionKeyEvents = eventSource<NotedKey>({
  kind: 'connection_key',
  table: 'connection_keys',
  id: (row) => `${row}.connection_id`,
  extras: {
    organization_id: (row) => `(SELECT organization_id FROM connections WHERE id = ${row}.connection_id)`,
  },
  eventOf({ before, after }) {
    // Keys of OpenID Connect have no end.
    if (!before || !after?.not_after || before.value === after.value) return undefined;
    return {
      name: 'connection.saml_certificate_renewed',
      organizationId: after.organization_id,
      data: {
        connection: { id: after.connection_id, organization_id: after.organization_id },
        certificate: { certificate_type: 'ResponseSigning', expiry_date: after.not_after },
        renewed_at: after.created_at,
      },
    };
  },
});

function serialize(connection: NotedConnection) {
  return {
    ...serializeDeleted(connection),
    external_key: connection.id,
    status: connection.state === 'active' ? ('linked' as const) : ('unlinked' as const),
    domains: connection.domains.map((domain) => ({ object: 'connection_domain' as const, ...domain })),
  };
}

function serializeDeleted(connection: NotedConnection) {
  return {
    object: 'connection' as const,
    id: connection.id,
    organization_id: connection.organization_id,
    connection_type: publicConnectionType(connection.connection_type),
    name: connection.name,
    state: connection.state,
    created_at: connection.created_at,
    updated_at: connection.updated_at,
  };
}
