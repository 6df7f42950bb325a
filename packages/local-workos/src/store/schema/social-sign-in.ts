/** Identities at every provider that people can sign in with, not only at those that the widgets know. */
export const socialSignIn = `
  CREATE TABLE identities (
    user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    idp_id TEXT NOT NULL,
    email TEXT COLLATE NOCASE,
    first_name TEXT,
    last_name TEXT,
    profile_picture_url TEXT,
    last_login_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (user_id, provider),
    UNIQUE (provider, idp_id)
  ) STRICT;
  INSERT INTO identities SELECT * FROM oauth_profiles;
  DROP TABLE oauth_profiles;
  ALTER TABLE identities RENAME TO oauth_profiles;
  CREATE INDEX oauth_profiles_email ON oauth_profiles (provider, email);
`;
