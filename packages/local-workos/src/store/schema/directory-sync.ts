/** Directories: what is at the provider, and what the last sync brought from there. */
export const directorySync = `
  CREATE TABLE directories (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    external_key TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    state TEXT NOT NULL CHECK
      (state IN ('requires_type', 'unlinked', 'validating', 'linked', 'invalid_credentials', 'deleting')),
    name TEXT NOT NULL,
    -- The access token that the sync uses, and the one that the provider accepts.
    token_hash TEXT,
    provider_token_hash TEXT,
    last_sync_run_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX directories_organization ON directories (organization_id);

  CREATE TABLE directory_provider_people (
    id TEXT PRIMARY KEY,
    directory_id TEXT NOT NULL REFERENCES directories(id) ON DELETE CASCADE,
    email TEXT NOT NULL COLLATE NOCASE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    groups TEXT NOT NULL DEFAULT '[]',
    active INTEGER NOT NULL DEFAULT 1,
    UNIQUE (directory_id, email)
  ) STRICT;

  CREATE TABLE directory_users (
    id TEXT PRIMARY KEY,
    directory_id TEXT NOT NULL REFERENCES directories(id) ON DELETE CASCADE,
    idp_id TEXT NOT NULL,
    user_id TEXT REFERENCES users(id) ON DELETE SET NULL,
    email TEXT NOT NULL COLLATE NOCASE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (directory_id, idp_id)
  ) STRICT;
  CREATE INDEX directory_users_user ON directory_users (user_id);

  CREATE TABLE directory_groups (
    id TEXT PRIMARY KEY,
    directory_id TEXT NOT NULL REFERENCES directories(id) ON DELETE CASCADE,
    idp_id TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (directory_id, name)
  ) STRICT;

  CREATE TABLE directory_group_users (
    directory_group_id TEXT NOT NULL REFERENCES directory_groups(id) ON DELETE CASCADE,
    directory_user_id TEXT NOT NULL REFERENCES directory_users(id) ON DELETE CASCADE,
    PRIMARY KEY (directory_group_id, directory_user_id)
  ) STRICT;
  CREATE INDEX directory_group_users_user ON directory_group_users (directory_user_id);
`;
