import type { Database } from '../store/database.ts';
import { subscribedEvents, type WebhookEndpoint, webhookSecret } from '../store/webhook-endpoints.ts';

export function serializeWebhookEndpoint(db: Database, endpoint: WebhookEndpoint) {
  return {
    object: 'webhook_endpoint' as const,
    id: endpoint.id,
    endpoint_url: endpoint.endpoint_url,
    secret: webhookSecret(db, endpoint),
    status: endpoint.status,
    events: subscribedEvents(endpoint),
    created_at: endpoint.created_at,
    updated_at: endpoint.updated_at,
  };
}
