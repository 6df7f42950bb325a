import { createHash } from 'node:crypto';
import type { Profile } from '../sso/protocol.ts';

/**
 * The permanent id of a person at an identity provider, derived from the address so that nothing needs to be
 * stored.
 */
export function subjectOf({ email }: Profile): string {
  return createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 20);
}
