/** Magic links of the Passwordless API. */
export const passwordlessSessions = `
  CREATE TABLE passwordless_sessions (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    encrypted_token TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    state TEXT,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    created_at TEXT NOT NULL
  ) STRICT;
`;
