/** Domains whose verification may be over are found without reading the others. */
export const pendingVerifications = `
  CREATE INDEX organization_domains_pending ON organization_domains (verification_ends_at) WHERE state = 'pending';
`;
