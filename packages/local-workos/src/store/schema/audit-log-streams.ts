/** Audit log streams: an organization has one. */
export const auditLogStreams = `
  CREATE TABLE audit_log_streams (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL UNIQUE REFERENCES organizations(id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('Inactive', 'Active', 'Error', 'Invalid')),
    -- As JSON; the secrets encrypted.
    settings TEXT NOT NULL DEFAULT '{}',
    secrets TEXT,
    error_message TEXT,
    last_synced_event_id TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
`;
