/** Audit log streams. */
export const auditLogStreams = `
`;
