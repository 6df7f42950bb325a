import { createHash } from 'node:crypto';
import type { Profile } from '../sso/protocol.ts';

/** What an identity provider calls a person for ever: made from the address, so that nothing need be kept. */
export function subjectOf({ email }: Profile): string {
  return createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 20);
}
