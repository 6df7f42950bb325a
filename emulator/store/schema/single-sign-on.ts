/** SSO connections, certificates, sign-ins through them; policies that require SSO or MFA. */
export const singleSignOn = `
`;
