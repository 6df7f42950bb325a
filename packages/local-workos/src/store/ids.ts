import { createHash, randomBytes, randomInt } from 'node:crypto';
import { monotonicFactory, ulid } from 'ulid';

/** The package's own asks the system for each letter, which takes longer than writing a row. */
const randomFraction = () => randomInt(32) / 32;

const nextUlid = monotonicFactory(randomFraction);

/**
 * A new id with WorkOS's prefix, e.g. `user_01H…`. Ids made later sort later.
 * @param at The time the id should carry; the seed uses it to write history.
 */
export function newId(prefix: string, at?: Date): string {
  return `${prefix}_${at ? ulid(at.getTime(), randomFraction) : nextUlid()}`;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The id of something that is no row: always the same for a text, and before every {@link newId}. */
export function derivedId(prefix: string, text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  return `${prefix}_0000000000${Array.from(bytes, (byte) => CROCKFORD[byte % 32]).join('')}`;
}

/** A secret that cannot be guessed, safe in a URL. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** Six digits, as WorkOS mails them. */
export function newOneTimeCode(): string {
  return randomInt(0, 1_000_000).toString().padStart(6, '0');
}

/** Secrets are looked up by their hash, so that the data file gives none away. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
