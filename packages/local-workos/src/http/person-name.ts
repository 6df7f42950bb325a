import { z } from 'zod';
import { personName } from './request-body.ts';

/** A name that a person entered. An empty name counts as missing. The messages are shown to users. */
export function typedName(label: string) {
  return z
    .string(`${label} must be text.`)
    .refine(
      (text) => personName.safeParse(text).success,
      `${label} must be at most ${personName.maxLength} characters long.`,
    )
    .transform((text) => text.trim() || null);
}
