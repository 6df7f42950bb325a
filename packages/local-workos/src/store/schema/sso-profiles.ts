/** People as identity providers know them, for apps that use the SSO API without AuthKit. */
export const ssoProfiles = `
  -- What the app asked for: a session of AuthKit, or the profile of the SSO API.
  ALTER TABLE authorization_requests ADD COLUMN purpose TEXT NOT NULL DEFAULT 'session';

  CREATE TABLE sso_profiles (
    id TEXT PRIMARY KEY,
    -- One of the two: an organization's connection, or a provider such as GoogleOAuth.
    connection_id TEXT REFERENCES connections(id) ON DELETE CASCADE,
    provider TEXT,
    idp_id TEXT NOT NULL,
    email TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    raw_attributes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK ((connection_id IS NULL) <> (provider IS NULL)),
    UNIQUE (connection_id, idp_id),
    UNIQUE (provider, idp_id)
  ) STRICT;

  -- Codes, access tokens, and logout tokens of the SSO API.
  CREATE TABLE sso_profile_secrets (
    secret_hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('code', 'access_token', 'logout_token')),
    profile_id TEXT NOT NULL REFERENCES sso_profiles(id) ON DELETE CASCADE,
    code_challenge TEXT,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX sso_profile_secrets_profile ON sso_profile_secrets (profile_id);
`;
