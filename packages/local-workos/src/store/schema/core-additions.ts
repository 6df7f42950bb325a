/** What organizations and the sign-in have gained since. */
export const coreAdditions = `
  ALTER TABLE organizations ADD COLUMN allow_profiles_outside_organization INTEGER NOT NULL DEFAULT 0;

  -- JSON: the password and the names that a sign-up wants for an account that is there already.
  ALTER TABLE authorization_requests ADD COLUMN proposed_account TEXT;

  -- The step that the token is for; what has been proved and chosen on the way.
  ALTER TABLE pending_authentications ADD COLUMN awaits TEXT NOT NULL DEFAULT 'second_factor';
  ALTER TABLE pending_authentications ADD COLUMN second_factor_at TEXT;
  ALTER TABLE pending_authentications ADD COLUMN organization_id TEXT REFERENCES organizations(id) ON DELETE CASCADE;
`;
