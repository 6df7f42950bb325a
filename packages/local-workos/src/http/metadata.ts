import { z } from 'zod';
import { badRequest } from './api-error.ts';

const MAX_KEYS = 50;

/** Up to 50 keys of 40 characters with values of 600, as the reference limits metadata. */
export const metadataSchema = z
  .record(z.string().max(40), z.string().max(600).nullable())
  .refine((metadata) => Object.keys(metadata).length <= MAX_KEYS, `at most ${MAX_KEYS} keys`);

/**
 * The metadata to store: a key that is not named stays, one that is null goes.
 * @param stored As JSON; undefined for something new.
 * @param changes Null clears all, undefined changes nothing.
 * @throws ApiError 400 when that would be too much.
 */
export function mergeMetadata(
  stored: string | undefined,
  changes: z.infer<typeof metadataSchema> | null | undefined,
): string | undefined {
  if (changes === undefined) return undefined;
  if (changes === null) return '{}';
  const merged = { ...JSON.parse(stored ?? '{}'), ...changes };
  const entries = Object.entries(merged).filter(([, value]) => value !== null);
  if (entries.length > MAX_KEYS) {
    throw badRequest('invalid_metadata', `Metadata can have at most ${MAX_KEYS} keys.`);
  }
  return JSON.stringify(Object.fromEntries(entries));
}
