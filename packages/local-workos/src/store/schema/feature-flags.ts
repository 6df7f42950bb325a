/** Feature flags, and the users and organizations that have them whatever the default. */
export const featureFlags = `
  CREATE TABLE feature_flags (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    -- JSON: an array of labels, and who looks after the flag.
    tags TEXT NOT NULL DEFAULT '[]',
    owner TEXT,
    enabled INTEGER NOT NULL DEFAULT 0,
    default_value INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE feature_flag_targets (
    feature_flag_id TEXT NOT NULL REFERENCES feature_flags(id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users(id) ON DELETE CASCADE,
    organization_id TEXT REFERENCES organizations(id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    CHECK ((user_id IS NULL) <> (organization_id IS NULL)),
    UNIQUE (feature_flag_id, user_id),
    UNIQUE (feature_flag_id, organization_id)
  ) STRICT;
  CREATE INDEX feature_flag_targets_user ON feature_flag_targets (user_id);
  CREATE INDEX feature_flag_targets_organization ON feature_flag_targets (organization_id);
`;
