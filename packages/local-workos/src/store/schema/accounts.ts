/** What belongs to an account: linked OAuth profiles, changes of e-mail address, where sessions are. */
export const accounts = `
  CREATE TABLE oauth_profiles (
    user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    provider TEXT NOT NULL
      CHECK (provider IN ('AppleOAuth', 'GithubOAuth', 'GoogleOAuth', 'MicrosoftOAuth')),
    idp_id TEXT NOT NULL,
    email TEXT,
    first_name TEXT,
    last_name TEXT,
    profile_picture_url TEXT,
    last_login_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (user_id, provider),
    UNIQUE (provider, idp_id)
  ) STRICT;

  -- One row a mailed code; the newest of a person is the one that can be confirmed.
  CREATE TABLE email_changes (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    new_email TEXT NOT NULL,
    confirmed_at TEXT,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX email_changes_user ON email_changes (user_id);

  CREATE TABLE session_locations (
    session_id TEXT PRIMARY KEY REFERENCES sessions(id) ON DELETE CASCADE,
    city_name TEXT NOT NULL,
    country_iso_code TEXT NOT NULL
  ) STRICT;
`;
