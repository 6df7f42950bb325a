/** Authenticator apps, passkeys, elevated access. */
export const security = `
  ALTER TABLE organizations ADD COLUMN mfa_required INTEGER NOT NULL DEFAULT 0;

  -- When the person proved a second factor with a code. A passkey is two factors by itself.
  ALTER TABLE authorization_requests ADD COLUMN second_factor_at TEXT;
  ALTER TABLE authorization_requests ADD COLUMN second_factor_attempts INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE authorization_codes ADD COLUMN second_factor_at TEXT;
  ALTER TABLE sessions ADD COLUMN second_factor_at TEXT;

  CREATE TABLE previous_passwords (
    user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    password_hash TEXT NOT NULL,
    replaced_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX previous_passwords_user ON previous_passwords (user_id);

  -- Passwords change in several places; none of them can forget to keep the old one.
  CREATE TRIGGER keep_previous_password AFTER UPDATE OF password_hash ON users
    WHEN OLD.password_hash IS NOT NULL AND OLD.password_hash IS NOT NEW.password_hash
  BEGIN
    INSERT INTO previous_passwords VALUES (OLD.id, OLD.password_hash, NEW.updated_at);
  END;

  CREATE TABLE elevated_access_tokens (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE authentication_factors (
    id TEXT PRIMARY KEY,
    user_id TEXT REFERENCES users(id) ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (type IN ('totp', 'sms', 'generic_otp')),
    totp_issuer TEXT,
    totp_user TEXT,
    encrypted_totp_secret TEXT,
    phone_number TEXT,
    -- The first right code; an enrollment without one asks for nothing at sign-in.
    verified_at TEXT,
    last_used_at TEXT,
    -- The time step of the last code taken: it, and any before it, are not taken again.
    last_time_step INTEGER,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX authentication_factors_user ON authentication_factors (user_id);

  CREATE TABLE authentication_challenges (
    id TEXT PRIMARY KEY,
    authentication_factor_id TEXT NOT NULL REFERENCES authentication_factors(id) ON DELETE CASCADE,
    code_hash TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    expires_at TEXT,
    verified_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE pending_authentications (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    authentication_method TEXT NOT NULL,
    ip_address TEXT,
    user_agent TEXT,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL UNIQUE,
    public_key TEXT NOT NULL,
    counter INTEGER NOT NULL,
    transports TEXT NOT NULL,
    last_used_at TEXT,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX passkeys_user ON passkeys (user_id);

  CREATE TABLE passkey_challenges (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('registration', 'authentication')),
    user_id TEXT REFERENCES users(id) ON DELETE CASCADE,
    authorization_request_id TEXT REFERENCES authorization_requests(id) ON DELETE CASCADE,
    challenge TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  -- Who does not want to be asked for a passkey, and until when.
  CREATE TABLE passkey_reminders (
    user_id TEXT PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
    remind_at TEXT NOT NULL
  ) STRICT;
`;
