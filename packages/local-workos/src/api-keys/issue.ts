import { z } from 'zod';
import { ApiError, unprocessable } from '../http/api-error.ts';
import { unassignablePermissions } from '../store/api-key-permissions.ts';
import { type ApiKey, createApiKey, isExpired, setApiKeyExpiry } from '../store/api-keys.ts';
import type { Database } from '../store/database.ts';

const NAME_LENGTH = 255;
const MOST_PERMISSIONS = 100;

/** The fields of a new key. The messages are the codes of validation errors. */
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

/** A moment, as it is stored: as text that sorts by time, which years of more than four digits do not. */
export const expirySchema = z.iso
  .datetime({ offset: true, error: 'invalid_date' })
  .transform((text) => new Date(text).toISOString())
  .refine((text) => /^\d{4}-/.test(text), { error: 'invalid_date', abort: true });

/** When a new key is to expire: in the future, or, without a value, never. */
export function newExpirySchema(db: Database) {
  return expirySchema.refine((expiresAt) => expiresAt > db.timestamp(), 'in_the_past').nullish();
}

/**
 * Makes a key, of an organization or of a member.
 * @throws ApiError 422 when it is to have a permission that it cannot be given.
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
 * Lets a key expire at a later moment, or at once (a moment that has passed, or none), or takes back what was
 * planned (null), as https://workos.com/docs/reference/authkit/api-keys/expire describes it.
 * @throws ApiError 409 when the key has expired already.
 */
export function expireApiKey(db: Database, apiKey: ApiKey, expiresAt: string | null | undefined): ApiKey {
  if (isExpired(db, apiKey)) throw new ApiError(409, { message: 'The API key has already expired.' });
  const now = db.timestamp();
  const moment = expiresAt === undefined || (expiresAt !== null && expiresAt < now) ? now : expiresAt;
  return setApiKeyExpiry(db, apiKey.id, moment);
}

function missingOr(code: string) {
  return ({ input }: { input?: unknown }) => (input === undefined ? 'required' : code);
}
