const MAX_LENGTH = 48;
const SUFFIX_LENGTH = 6;

/**
 * Makes the slug of a role that was created without one: its name, and the end of its id, such as `billing-admin-a1b2c3`.
 * @see https://workos.com/docs/rbac/custom-roles
 */
export function slugOf(name: string, id: string): string {
  const text = name
    .toLowerCase()
    .replaceAll(/\s+/g, '-')
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replaceAll(/[-_]{2,}/g, '-')
    .slice(0, MAX_LENGTH - SUFFIX_LENGTH - 1)
    .replaceAll(/^[-_]+|[-_]+$/g, '');
  return `${text || 'role'}-${id.slice(-SUFFIX_LENGTH).toLowerCase()}`;
}
