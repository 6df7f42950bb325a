import { ApiError, notFound } from '../http/api-error.ts';
import type { Database } from '../store/database.ts';
import type { FlagTarget } from '../store/feature-flags.ts';
import { findOrganization } from '../store/organizations.ts';
import { findUser } from '../store/users.ts';

/**
 * Finds the user or organization with this id.
 * @throws ApiError 404 when there is none, and 400 when it cannot be the id of either.
 */
export function flagTarget(db: Database, id: string): FlagTarget {
  if (findUser(db, id)) return { user_id: id };
  if (findOrganization(db, id)) return { organization_id: id };
  if (/^user_\w+$/.test(id)) throw notFound('User', id);
  if (/^org_\w+$/.test(id)) throw notFound('Organization', id);
  throw new ApiError(400, {
    code: 'invalid_resource_id_format',
    message: `Invalid resource id: '${id}'. A target is a user or an organization.`,
    statusCode: 400,
  });
}
