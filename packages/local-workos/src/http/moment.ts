import { z } from 'zod';

/**
 * Converts a time to its stored form. Years need four digits, so that the text
 * sorts by time.
 * @param error The message of every problem.
 */
export function momentSchema(error?: string) {
  return z.iso
    .datetime({ offset: true, ...(error ? { error } : {}) })
    .transform((text) => new Date(text).toISOString())
    .refine((text) => /^\d{4}-/.test(text), { error: error ?? 'Use a year from 0 to 9999.', abort: true });
}
