import { createHash } from 'node:crypto';

/** The id of the environment's connection to a provider. It exists without being set up, so it is not stored. */
export function oauthConnectionId(provider: string): string {
  const hash = createHash('sha256').update(provider).digest('hex').toUpperCase();
  return `conn_01${hash.slice(0, 24)}`;
}
