import { type Database, requireRow } from './database.ts';
import { decrypt, encrypt } from './encryption.ts';
import { newId, newSecret } from './ids.ts';

export interface WebhookEndpoint {
  id: string;
  endpoint_url: string;
  encrypted_secret: string;
  status: 'enabled' | 'disabled';
  /** JSON: the names of the events that it receives. */
  events: string;
  created_at: string;
  updated_at: string;
}

export interface WebhookEndpointFields {
  endpoint_url: string;
  events: readonly string[];
  status?: WebhookEndpoint['status'] | undefined;
}

/** @param secret What deliveries are signed with. One is made if it is left out. */
export function createWebhookEndpoint(
  db: Database,
  fields: WebhookEndpointFields & { secret?: string | undefined },
): WebhookEndpoint {
  const now = db.timestamp();
  const id = newId('we');
  db.insert('webhook_endpoints', {
    id,
    endpoint_url: fields.endpoint_url,
    encrypted_secret: encrypt(db, fields.secret ?? `whsec_${newSecret()}`),
    status: fields.status ?? 'enabled',
    events: JSON.stringify([...new Set(fields.events)]),
    created_at: now,
    updated_at: now,
  });
  return requireRow(findWebhookEndpoint(db, id));
}

export function findWebhookEndpoint(db: Database, id: string): WebhookEndpoint | undefined {
  return db.get<WebhookEndpoint>('SELECT * FROM webhook_endpoints WHERE id = :id', { id });
}

export function findWebhookEndpointByUrl(db: Database, url: string): WebhookEndpoint | undefined {
  return db.get<WebhookEndpoint>('SELECT * FROM webhook_endpoints WHERE endpoint_url = :url', { url });
}

export function listWebhookEndpoints(db: Database): WebhookEndpoint[] {
  return db.all<WebhookEndpoint>('SELECT * FROM webhook_endpoints ORDER BY id');
}

export function updateWebhookEndpoint(
  db: Database,
  id: string,
  { events, ...changes }: Partial<WebhookEndpointFields>,
): WebhookEndpoint {
  db.update('webhook_endpoints', id, {
    ...changes,
    events: events && JSON.stringify([...new Set(events)]),
    updated_at: db.timestamp(),
  });
  return requireRow(findWebhookEndpoint(db, id));
}

/** Signs with another secret from now on, also what has not arrived yet. */
export function setWebhookSecret(db: Database, id: string, secret: string): void {
  db.update('webhook_endpoints', id, { encrypted_secret: encrypt(db, secret), updated_at: db.timestamp() });
}

export function deleteWebhookEndpoint(db: Database, id: string): void {
  db.run('DELETE FROM webhook_endpoints WHERE id = :id', { id });
}

export function webhookSecret(db: Database, { encrypted_secret }: WebhookEndpoint): string {
  return decrypt(db, encrypted_secret);
}

export function subscribedEvents({ events }: WebhookEndpoint): string[] {
  return JSON.parse(events);
}
