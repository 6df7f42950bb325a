import { z } from 'zod';

const MAX_LENGTH = 80;

/** The lookup keys of an organization's entitlements, as long as Stripe's, from which WorkOS has them. */
export const entitlementsSchema = z.array(
  z
    .string()
    .trim()
    .min(1, 'A lookup key cannot be empty.')
    .max(MAX_LENGTH, `A lookup key has at most ${MAX_LENGTH} characters.`)
    .regex(/^[^,]*$/, 'A lookup key has no commas.'),
);
