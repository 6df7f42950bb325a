import type { ConnectionType } from './connection-types.ts';
import { type Database, requireRow } from './database.ts';
import { findVerifiedDomain, listDomains, type OrganizationDomain } from './domains.ts';
import { newId } from './ids.ts';

/** What joins an organization to its identity provider. */
export interface Connection {
  id: string;
  organization_id: string;
  connection_type: ConnectionType;
  name: string;
  state: 'inactive' | 'active';
  created_at: string;
  updated_at: string;
}

/** What WorkOS checks an answer of the identity provider with. */
export interface ConnectionKey {
  id: string;
  connection_id: string;
  /** A certificate as PEM (SAML), or a public key as JWK (OpenID Connect). */
  value: string;
  /** Of a certificate. */
  not_before: string | null;
  not_after: string | null;
  created_at: string;
}

export function createConnection(
  db: Database,
  fields: Pick<Connection, 'organization_id' | 'connection_type' | 'name' | 'state'> & { id?: string },
): Connection {
  const now = db.timestamp();
  const id = fields.id ?? newId('conn');
  db.insert('connections', { ...fields, id, created_at: now, updated_at: now });
  return requireRow(findConnection(db, id));
}

export function findConnection(db: Database, id: string): Connection | undefined {
  return db.get<Connection>('SELECT * FROM connections WHERE id = :id', { id });
}

/** The oldest first. */
export function listConnections(db: Database, organizationId: string): Connection[] {
  return db.all<Connection>('SELECT * FROM connections WHERE organization_id = :organizationId ORDER BY id', {
    organizationId,
  });
}

/** The connections that people of an organization can sign in with. */
export function listActiveConnections(db: Database, organizationId: string): Connection[] {
  return listConnections(db, organizationId).filter(({ state }) => state === 'active');
}

/** Through which connection an address signs in: the organization has shown that the domain is its own. */
export function findConnectionOfAddress(db: Database, email: string): Connection | undefined {
  return findConnectionOfDomain(db, emailDomain(email));
}

export function findConnectionOfDomain(db: Database, name: string): Connection | undefined {
  const domain = findVerifiedDomain(db, name);
  if (!domain) return undefined;
  return db.get<Connection>(
    `SELECT connections.* FROM connections
     JOIN connection_domains ON connection_domains.connection_id = connections.id
     WHERE connection_domains.organization_domain_id = :domainId AND connections.state = 'active'
     ORDER BY connections.id LIMIT 1`,
    { domainId: domain.id },
  );
}

export function emailDomain(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}

export function setConnectionState(db: Database, id: string, state: Connection['state']): void {
  db.update('connections', id, { state, updated_at: db.timestamp() });
}

/** Deletes a connection. An organization cannot require what it no longer has. */
export function deleteConnection(db: Database, { id, organization_id }: Connection): void {
  db.transaction(() => {
    db.run('DELETE FROM connections WHERE id = :id', { id });
    if (listConnections(db, organization_id).length === 0) {
      db.update('organizations', organization_id, { sso_required: 0, updated_at: db.timestamp() });
    }
  });
}

/** The domains whose people sign in through a connection; some may not be verified yet. */
export function connectionDomains(db: Database, connection: Connection): OrganizationDomain[] {
  const ids = db
    .all<{ organization_domain_id: string }>(
      'SELECT organization_domain_id FROM connection_domains WHERE connection_id = :id',
      { id: connection.id },
    )
    .map((row) => row.organization_domain_id);
  return listDomains(db, connection.organization_id).filter(({ id }) => ids.includes(id));
}

export function setConnectionDomains(db: Database, id: string, domainIds: readonly string[]): void {
  db.transaction(() => {
    db.run('DELETE FROM connection_domains WHERE connection_id = :id', { id });
    for (const domainId of domainIds) {
      db.insert('connection_domains', { connection_id: id, organization_domain_id: domainId });
    }
  });
}

export function connectionKey(db: Database, id: string): ConnectionKey | undefined {
  return db.get<ConnectionKey>('SELECT * FROM connection_keys WHERE connection_id = :id', { id });
}

/** Replaces what a connection is checked with. */
export function setConnectionKey(
  db: Database,
  id: string,
  key: { value: string; not_before?: string; not_after?: string },
): void {
  db.transaction(() => {
    db.run('DELETE FROM connection_keys WHERE connection_id = :id', { id });
    db.insert('connection_keys', {
      ...key,
      id: newId('x509_certificate'),
      connection_id: id,
      created_at: db.timestamp(),
    });
  });
}

/** Whether the certificate of a connection has run out: nobody can sign in until there is a new one. */
export function isExpired(db: Database, key: ConnectionKey): boolean {
  return key.not_after !== null && key.not_after <= db.timestamp();
}
