import 'server-only';

import { WorkOS } from '@workos-inc/node';
import { env } from './env.ts';

/**
 * How long a page or an action waits for WorkOS before it says so, in milliseconds. Holds whatever WorkOS does,
 * `Retry-After` included.
 */
export const PATIENCE = 4_000;

/** How long one call may take, in milliseconds. Longer than {@link PATIENCE}, because a late refresh is still useful. */
const CALL_TIMEOUT = 10_000;

let client: WorkOS | undefined;

/** The WorkOS SDK, configured by the environment. */
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
