import { z } from 'zod';
import { ApiError, unprocessable } from '../http/api-error.ts';
import { momentSchema } from '../http/moment.ts';
import { unassignablePermissions } from '../store/api-key-permissions.ts';
import { type ApiKey, createApiKey, isExpired, setApiKeyExpiry } from '../store/api-keys.ts';
import type { Database } from '../store/database.ts';

const NAME_LENGTH = 255;
const MOST_PERMISSIONS = 100;

/** The fields of a new key. Each message is the code of a validation error. */
export const newApiKeyFields = {
  name: z
    .string({ error: missingOr('invalid_type') })
    .trim()
    .min(1, 'required')
    .max(NAME_LENGTH, 'too_long'),
  permissions: z
    .array(z.string('invalid_type'), { error: missingOr('invalid_type') })
    .max(MOST_PERMISSIONS, 'too_many'),
};

/** When a key expires, in its stored form. */
export const expirySchema = momentSchema('invalid_date');

/** The expiry of a new key: a time in the future, or no value for never. */
export function newExpirySchema(db: Database) {
  return expirySchema.refine((expiresAt) => expiresAt > db.timestamp(), 'in_the_past').nullish();
}

/**
 * Creates a key of an organization or a member.
 * @throws ApiError 422 when the owner cannot grant one of the permissions.
 */
export function issueApiKey(
  db: Database,
  fields: Parameters<typeof createApiKey>[1],
): ReturnType<typeof createApiKey> {
  const refused = unassignablePermissions(db, fields.membershipId, fields.permissions);
  if (refused.length > 0) {
    throw unprocessable(`An API key of this owner cannot have these permissions: ${refused.join(', ')}.`, {
      errors: [{ code: 'invalid_permission', field: 'permissions' }],
    });
  }
  return createApiKey(db, fields);
}

/**
 * Sets when a key expires: a future time, now (undefined or a time in the past), or never (null). See
 * https://workos.com/docs/reference/authkit/api-keys/expire.
 * @throws ApiError 409 when the key has already expired.
 */
export function expireApiKey(db: Database, apiKey: ApiKey, expiresAt: string | null | undefined): ApiKey {
  if (isExpired(db, apiKey)) {
    throw new ApiError(409, { code: 'api_key_already_expired', message: 'The API key has already expired.' });
  }
  const now = db.timestamp();
  const moment = expiresAt === undefined || (expiresAt !== null && expiresAt < now) ? now : expiresAt;
  return setApiKeyExpiry(db, apiKey.id, moment);
}

function missingOr(code: string) {
  return ({ input }: { input?: unknown }) => (input === undefined ? 'required' : code);
}
