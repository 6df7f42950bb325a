import { z } from 'zod';

/** An id that works as a path segment of the API. */
export const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, 'Use only letters, digits, "_", and "-".')
  .describe('A fixed id. Defaults to a new one.');

/** A past or future time. */
export const moment = z
  .string('Use a time such as "-3d" or "2026-01-15T12:00:00Z".')
  .regex(
    /^([-+]?\d+(\.\d+)?[smhd]|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)$/,
    'Use a time such as "-3d" or "2026-01-15T12:00:00Z".',
  )
  .refine((text) => isInRange(dateOf(text, new Date())), 'There is no such date.')
  .describe(
    'A time in UTC such as "2026-01-15T12:00:00Z", or a time relative to the start: "-3d" is three days ago, "12h" is in twelve hours. Units: s, m, h, d.',
  );

export const createdAt = moment
  .optional()
  .describe('When it was created, such as "-3d" for three days ago. Defaults to the start.');

/** Refers to one of `organizations`. */
export const organization = z.string().describe('The name or id of one of `organizations`.');

/** Refers to one of `users`. */
export const email = z.string().describe('The email of one of `users`.');

/** The text of a time sorts by time while years have four digits. */
function isInRange(date: Date): boolean {
  return date >= new Date('0000-01-01') && date <= new Date('9999-12-31');
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Converts a {@link moment} to a date. @param now The time that relative times refer to. */
export function dateOf(text: string, now: Date): Date {
  const seconds = SECONDS[text.at(-1) ?? ''];
  return seconds ? new Date(now.getTime() + Number(text.slice(0, -1)) * seconds * 1000) : new Date(text);
}
