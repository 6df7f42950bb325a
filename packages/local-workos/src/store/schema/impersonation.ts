/** Who acts as somebody else, and why: of a ticket, the code made with it, and the session that follows. */
export const impersonation = `
  ALTER TABLE sign_in_tickets ADD COLUMN impersonator_email TEXT;
  ALTER TABLE sign_in_tickets ADD COLUMN impersonation_reason TEXT;
  ALTER TABLE authorization_codes ADD COLUMN impersonator_email TEXT;
  ALTER TABLE authorization_codes ADD COLUMN impersonation_reason TEXT;
  ALTER TABLE sessions ADD COLUMN impersonator_email TEXT;
  ALTER TABLE sessions ADD COLUMN impersonation_reason TEXT;
`;
