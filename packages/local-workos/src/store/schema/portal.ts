/** One-time links into the Admin Portal, and the visits they open. */
export const portal = `
  CREATE TABLE portal_links (
    token_hash TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    intent TEXT NOT NULL,
    return_url TEXT,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE portal_visits (
    secret_hash TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    intent TEXT NOT NULL,
    return_url TEXT,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
`;
