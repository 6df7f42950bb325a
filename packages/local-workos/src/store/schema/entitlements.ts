/** The lookup keys of what an organization has paid for, as JSON. */
export const entitlements = `
  ALTER TABLE organizations ADD COLUMN entitlements TEXT NOT NULL DEFAULT '[]';
`;
