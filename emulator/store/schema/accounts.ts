/** What belongs to an account: linked OAuth profiles, changes of e-mail address, where sessions are. */
export const accounts = `
`;
