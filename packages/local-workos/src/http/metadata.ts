import { z } from 'zod';
import { badRequest } from './api-error.ts';

const MAX_KEYS = 50;

/** An app's own id for an object: ASCII alone, as the spec's pattern says. */
export const externalIdSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^\p{ASCII}+$/u, 'only ASCII characters');

/** Metadata within the documented limits: up to 50 keys of 40 characters, with values of up to 600. */
export const metadataSchema = z
  .record(z.string().max(40), z.string().max(600).nullable())
  .refine((metadata) => Object.keys(metadata).length <= MAX_KEYS, `at most ${MAX_KEYS} keys`);

/**
 * Merges metadata. Keys that are not in the changes stay, and null deletes a key.
 * @param stored The stored metadata as JSON; undefined for a new object.
 * @param changes Null clears everything, undefined changes nothing.
 * @throws ApiError 400 when the result has too many keys.
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
