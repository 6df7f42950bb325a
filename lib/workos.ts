import 'server-only';

import { WorkOS } from '@workos-inc/node';
import { env } from './env.ts';

/**
 * How long a page or an action waits for WorkOS before it says so, in milliseconds. Holds whatever WorkOS does,
 * `Retry-After` included.
 */
export const PATIENCE = 3_500;

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
    fetchFn: fetchFromWorkOS,
  });
}

/** Refuses web pages: WorkOS never answers with one, but a proxy may, and the SDK would take it for success. */
async function fetchFromWorkOS(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  if (response.ok && response.headers.get('Content-Type')?.startsWith('text/html')) {
    throw new Error('Something in between answered with a web page in place of WorkOS.');
  }
  return response;
}
