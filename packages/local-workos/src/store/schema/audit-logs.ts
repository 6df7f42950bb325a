/** Audit log events, the schemas they are checked against, their exports, and how long they are kept. */
export const auditLogs = `
  CREATE TABLE audit_log_actions (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE audit_log_schemas (
    id TEXT PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES audit_log_actions(id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    -- As JSON: the targets, the actor, and the metadata.
    definition TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (action_id, version)
  ) STRICT;

  CREATE TABLE audit_log_events (
    -- The order in which events were accepted. A number is never used twice.
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    action TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT,
    -- As JSON: the event as it was sent. The columns before are for filters.
    event TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_log_events_accepted ON audit_log_events (organization_id);
  CREATE INDEX audit_log_events_occurred ON audit_log_events (organization_id, occurred_at);
  CREATE INDEX audit_log_events_created ON audit_log_events (organization_id, created_at);

  CREATE TABLE audit_log_event_keys (
    key_hash TEXT PRIMARY KEY,
    body_hash TEXT NOT NULL,
    expires_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_log_event_keys_expiry ON audit_log_event_keys (expires_at);

  CREATE TABLE audit_log_exports (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    -- As JSON.
    filters TEXT NOT NULL,
    -- Events that were accepted later are not part of the export.
    last_position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'ready')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_log_exports_organization ON audit_log_exports (organization_id);

  CREATE TABLE audit_log_retentions (
    organization_id TEXT PRIMARY KEY REFERENCES organizations(id) ON DELETE CASCADE,
    days INTEGER NOT NULL
  ) STRICT;

  -- The last event that the stream has delivered.
  ALTER TABLE audit_log_streams ADD COLUMN delivered_position INTEGER NOT NULL DEFAULT 0;
`;
