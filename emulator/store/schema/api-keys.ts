/** API keys of organizations and of people. */
export const apiKeys = `
`;
