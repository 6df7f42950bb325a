/** Data integrations, their configuration, and connected accounts. */
export const pipes = `
`;
