/** Data integrations, what organizations change about them, connected accounts, and the local providers. */
export const pipes = `
  -- What the developer has configured. One slug may be there twice: for people and for organizations.
  CREATE TABLE data_integrations (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL,
    ownership TEXT NOT NULL CHECK (ownership IN ('userland_user', 'organization')),
    name TEXT NOT NULL,
    description TEXT,
    integration_type TEXT NOT NULL,
    auth_methods TEXT NOT NULL,
    credentials_type TEXT NOT NULL CHECK (credentials_type IN ('shared', 'custom', 'organization')),
    client_id TEXT,
    client_secret TEXT,
    redirect_key TEXT NOT NULL UNIQUE,
    default_scopes TEXT NOT NULL,
    available_scopes TEXT NOT NULL,
    config_fields TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (slug, ownership)
  ) STRICT;

  -- What an organization has of its own. NULL: as the developer has it.
  CREATE TABLE data_integration_overrides (
    organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    data_integration_id TEXT NOT NULL REFERENCES data_integrations(id) ON DELETE CASCADE,
    enabled INTEGER,
    scopes TEXT,
    client_id TEXT,
    client_secret TEXT,
    config TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (organization_id, data_integration_id)
  ) STRICT;

  -- Connected accounts. One of a person has a user_id; one that an organization shares has none.
  CREATE TABLE data_installations (
    id TEXT PRIMARY KEY,
    data_integration_id TEXT NOT NULL REFERENCES data_integrations(id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users(id) ON DELETE CASCADE,
    organization_id TEXT REFERENCES organizations(id) ON DELETE CASCADE,
    auth_method TEXT NOT NULL CHECK (auth_method IN ('oauth', 'api_key', 'client_credentials')),
    scopes TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('connected', 'needs_reauthorization')),
    credential TEXT NOT NULL,
    config TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK (user_id IS NOT NULL OR organization_id IS NOT NULL)
  ) STRICT;
  CREATE UNIQUE INDEX data_installations_owner ON data_installations
    (data_integration_id, coalesce(user_id, ''), coalesce(organization_id, ''));

  -- Ways through the consent page of a provider, from the request for a link to the end.
  CREATE TABLE data_authorizations (
    id TEXT PRIMARY KEY,
    data_integration_id TEXT NOT NULL REFERENCES data_integrations(id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    organization_id TEXT REFERENCES organizations(id) ON DELETE CASCADE,
    link_hash TEXT NOT NULL UNIQUE,
    redirect_token_hash TEXT NOT NULL UNIQUE,
    handoff_token_hash TEXT,
    state_hash TEXT UNIQUE,
    browser_hash TEXT,
    code_verifier TEXT,
    scopes TEXT NOT NULL,
    config TEXT NOT NULL,
    return_to TEXT,
    status TEXT NOT NULL CHECK (status IN ('pending', 'authorizing', 'connected', 'denied', 'failed')),
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  -- The rest belongs to the local providers: what a GitHub or a Stripe would keep.
  CREATE TABLE provider_codes (
    code_hash TEXT PRIMARY KEY,
    slug TEXT NOT NULL,
    client_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    code_challenge TEXT NOT NULL,
    scopes TEXT NOT NULL,
    expires_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE provider_tokens (
    token_hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
    slug TEXT NOT NULL,
    grant_key TEXT NOT NULL,
    client_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    expires_at TEXT,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE provider_revocations (
    slug TEXT NOT NULL,
    grant_key TEXT NOT NULL,
    revoked_at TEXT NOT NULL,
    PRIMARY KEY (slug, grant_key)
  ) STRICT;
`;
