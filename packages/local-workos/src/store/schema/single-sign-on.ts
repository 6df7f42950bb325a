/** SSO connections, certificates, sign-ins through them; policies that require SSO. Domains and their verification. */
export const singleSignOn = `
  ALTER TABLE organization_domains ADD COLUMN verification_strategy TEXT NOT NULL DEFAULT 'dns';
  ALTER TABLE organization_domains ADD COLUMN verification_prefix TEXT;
  ALTER TABLE organization_domains ADD COLUMN verification_token TEXT;
  ALTER TABLE organization_domains ADD COLUMN name_server TEXT NOT NULL DEFAULT 'Other';
  -- The DNS as it is played: whether the record is there.
  ALTER TABLE organization_domains ADD COLUMN dns_record_present INTEGER NOT NULL DEFAULT 0;
  -- When a pending verification ends, well or badly.
  ALTER TABLE organization_domains ADD COLUMN verification_ends_at TEXT;
  CREATE INDEX organization_domains_domain ON organization_domains (domain);

  ALTER TABLE organizations ADD COLUMN sso_required INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    connection_type TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('inactive', 'active')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX connections_organization ON connections (organization_id);

  CREATE TABLE connection_domains (
    connection_id TEXT NOT NULL REFERENCES connections(id) ON DELETE CASCADE,
    organization_domain_id TEXT NOT NULL REFERENCES organization_domains(id) ON DELETE CASCADE,
    PRIMARY KEY (connection_id, organization_domain_id)
  ) STRICT;

  -- What WorkOS knows of an identity provider: the certificate (SAML) or the public key (OpenID Connect).
  CREATE TABLE connection_keys (
    id TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL UNIQUE REFERENCES connections(id) ON DELETE CASCADE,
    value TEXT NOT NULL,
    not_before TEXT,
    not_after TEXT,
    created_at TEXT NOT NULL
  ) STRICT;

  -- What the identity provider alone knows.
  CREATE TABLE identity_provider_keys (
    connection_id TEXT PRIMARY KEY REFERENCES connections(id) ON DELETE CASCADE,
    encrypted_private_key TEXT NOT NULL
  ) STRICT;

  CREATE TABLE sso_sessions (
    id TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connections(id) ON DELETE CASCADE,
    authorization_request_id TEXT NOT NULL REFERENCES authorization_requests(id) ON DELETE CASCADE,
    relay_state_hash TEXT NOT NULL UNIQUE,
    -- The id of the SAML request, the nonce of OpenID Connect: the answer has to repeat it.
    request_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('Started', 'Successful', 'Failed')),
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX sso_sessions_connection ON sso_sessions (connection_id);

  -- Through which connection somebody came.
  ALTER TABLE authorization_requests ADD COLUMN connection_id TEXT REFERENCES connections(id) ON DELETE SET NULL;
  ALTER TABLE authorization_codes ADD COLUMN connection_id TEXT REFERENCES connections(id) ON DELETE SET NULL;
  ALTER TABLE sessions ADD COLUMN connection_id TEXT REFERENCES connections(id) ON DELETE SET NULL;
  -- The address was vouched for by nobody who may: the person has to show that it is theirs.
  ALTER TABLE authorization_requests ADD COLUMN must_verify_email INTEGER NOT NULL DEFAULT 0;
`;
