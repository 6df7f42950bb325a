/** API keys of organizations and, where a membership is named, of that member: they end with it. */
export const apiKeys = `
  CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    organization_membership_id TEXT REFERENCES organization_memberships(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value_hash TEXT NOT NULL UNIQUE,
    obfuscated_value TEXT NOT NULL,
    last_used_at TEXT,
    expires_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX api_keys_organization ON api_keys (organization_id);
  CREATE INDEX api_keys_membership ON api_keys (organization_membership_id);

  CREATE TABLE api_key_permissions (
    api_key_id TEXT NOT NULL REFERENCES api_keys(id) ON DELETE CASCADE,
    permission_slug TEXT NOT NULL REFERENCES permissions(slug) ON DELETE CASCADE,
    PRIMARY KEY (api_key_id, permission_slug)
  ) STRICT;
`;
