import { z } from 'zod';

/** What a developer writes for a new flag, on the page or in the seed file. */
export const flagFields = {
  slug: z
    .string()
    .min(1, 'Enter a slug.')
    .max(255, 'Use at most 255 characters.')
    .regex(/^[a-z0-9][a-z0-9_-]*$/, 'Use lowercase letters, digits, "_", and "-".'),
  name: z.string().trim().min(1, 'Enter a name.').max(255, 'Use at most 255 characters.'),
  description: z.string().max(1000, 'Use at most 1,000 characters.').optional(),
};
