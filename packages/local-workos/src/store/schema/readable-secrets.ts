/** Codes and tokens that the API returns again to an app that sends its own emails. */
export const readableSecrets = `
  ALTER TABLE one_time_codes ADD COLUMN encrypted_code TEXT;
  ALTER TABLE one_time_codes ADD COLUMN invitation_id TEXT REFERENCES invitations(id) ON DELETE SET NULL;
  CREATE INDEX one_time_codes_user ON one_time_codes (user_id, purpose);
  ALTER TABLE password_resets ADD COLUMN encrypted_token TEXT;
`;
