/** Authenticator apps, passkeys, elevated access. */
export const security = `
`;
