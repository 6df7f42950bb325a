/** Sign-ins of devices without a browser (RFC 8628). */
export const deviceAuthorizations = `
  CREATE TABLE device_authorizations (
    id TEXT PRIMARY KEY,
    device_code_hash TEXT NOT NULL UNIQUE,
    user_code_hash TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied')),
    -- Ties the hosted sign-in to this device: only its code carries the challenge.
    code_challenge TEXT NOT NULL,
    -- JSON: the person who approved, and how they signed in.
    approval TEXT,
    interval_seconds INTEGER NOT NULL,
    polled_at TEXT,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
`;
