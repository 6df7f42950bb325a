/** Events, and the webhooks that deliver them. */
export const events = `
  CREATE TABLE events (
    id TEXT PRIMARY KEY,
    event TEXT NOT NULL,
    organization_id TEXT,
    data TEXT NOT NULL,
    context TEXT NOT NULL DEFAULT '{}',
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_name ON events (event, id);
  CREATE INDEX events_organization ON events (organization_id, id);
  CREATE INDEX events_organization_name ON events (organization_id, event, id);
  CREATE INDEX events_created ON events (created_at);

  CREATE TABLE webhook_endpoints (
    id TEXT PRIMARY KEY,
    endpoint_url TEXT NOT NULL UNIQUE,
    encrypted_secret TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled')),
    events TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE webhook_deliveries (
    id TEXT PRIMARY KEY,
    webhook_endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    -- Attempts since it was last asked for: they space out the next ones.
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (webhook_endpoint_id, event_id)
  ) STRICT;
  CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event_id);
  CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE status = 'pending';
  CREATE INDEX webhook_deliveries_list ON webhook_deliveries (webhook_endpoint_id, id);

  CREATE TABLE webhook_attempts (
    id TEXT PRIMARY KEY,
    webhook_delivery_id TEXT NOT NULL REFERENCES webhook_deliveries(id) ON DELETE CASCADE,
    -- Of the answer; both are null when there was none.
    response_status INTEGER,
    response_body TEXT,
    error TEXT,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX webhook_attempts_delivery ON webhook_attempts (webhook_delivery_id, id);
`;
