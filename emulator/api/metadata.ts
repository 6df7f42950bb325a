import { z } from 'zod';

/** Up to 50 keys of 40 characters with values of 600, as the reference limits metadata. */
export const metadataSchema = z
  .record(z.string().max(40), z.string().max(600).nullable())
  .refine((metadata) => Object.keys(metadata).length <= 50, 'at most 50 keys');

/**
 * The metadata to store: a key that is not named stays, one that is null goes.
 * @param stored As JSON; undefined for something new.
 * @param changes Null clears all, undefined changes nothing.
 */
export function mergeMetadata(
  stored: string | undefined,
  changes: z.infer<typeof metadataSchema> | null | undefined,
): string | undefined {
  if (changes === undefined) return undefined;
  if (changes === null) return '{}';
  const merged = { ...JSON.parse(stored ?? '{}'), ...changes };
  return JSON.stringify(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
}
