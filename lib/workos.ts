import 'server-only';

import { WorkOS } from '@workos-inc/node';
import { env } from './env.ts';

/**
 * How long somebody waits for WorkOS before they are told, in milliseconds. Whatever WorkOS does, and whatever
 * it asks for with `Retry-After`, a page or an action answers within it.
 */
export const PATIENCE = 4_000;

/** How long one call may take. Longer than {@link PATIENCE}: a refresh that is merely late is still of use. */
const CALL_TIMEOUT = 10_000;

let client: WorkOS | undefined;

/** The WorkOS SDK, for the host that the environment names. */
export function workos(): WorkOS {
  client ??= createClient();
  return client;
}

function createClient(): WorkOS {
  const { apiKey, clientId, api } = env();
  return new WorkOS(apiKey, {
    clientId,
    apiHostname: api.hostname,
    https: api.https,
    ...(api.port ? { port: api.port } : {}),
    timeout: CALL_TIMEOUT,
    maxRetries: 0,
  });
}
