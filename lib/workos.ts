import 'server-only';

import { WorkOS } from '@workos-inc/node';
import { env } from './env';

let client: WorkOS | undefined;

/** The WorkOS SDK, for the host that the environment names. */
export function workos(): WorkOS {
  if (!client) {
    const { apiKey, clientId, api } = env();
    client = new WorkOS(apiKey, {
      clientId,
      apiHostname: api.hostname,
      https: api.https,
      ...(api.port ? { port: api.port } : {}),
      timeout: 10_000,
      maxRetries: 1,
    });
  }
  return client;
}
