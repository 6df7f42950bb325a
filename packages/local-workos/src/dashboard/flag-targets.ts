import type { Database } from '../store/database.ts';
import type { FlagTarget } from '../store/feature-flags.ts';
import { findOrganization, listOrganizations } from '../store/organizations.ts';
import { displayName, findUser, findUserByEmail } from '../store/users.ts';

/**
 * Finds the user or organization that a developer names.
 * @param text An id, the email address of a user, or the name of an organization.
 */
export function findTarget(db: Database, text: string): { target: FlagTarget } | { error: string } {
  const user = findUser(db, text) ?? findUserByEmail(db, text);
  if (user) return { target: { user_id: user.id } };
  const organization = findOrganization(db, text);
  if (organization) return { target: { organization_id: organization.id } };
  const [first, ...others] = listOrganizations(db).filter(({ name }) => name === text);
  if (!first) return { error: 'No user or organization has this address, name, or id.' };
  if (others.length > 0) return { error: 'Several organizations have this name. Use the id of one.' };
  return { target: { organization_id: first.id } };
}

export function nameOfTarget(db: Database, target: FlagTarget): { id: string; name: string } {
  const id = target.user_id ?? target.organization_id ?? '';
  const user = findUser(db, id);
  return { id, name: user ? displayName(user) : (findOrganization(db, id)?.name ?? id) };
}
