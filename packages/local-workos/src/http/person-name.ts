import { z } from 'zod';
import { personName } from './request-body.ts';

/** A name as somebody types it; an empty one is none. The messages are shown to people. */
export function typedName(label: string) {
  return z
    .string(`${label} must be text.`)
    .refine(
      (text) => personName.safeParse(text).success,
      `${label} must be at most ${personName.maxLength} characters long.`,
    )
    .transform((text) => text.trim() || null);
}
