/** Directories, their people and groups. */
export const directorySync = `
`;
