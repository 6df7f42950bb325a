import 'server-only';

import type { WorkOS } from '@workos-inc/node';
import { decodeJwt } from 'jose';

type UserManagement = Pick<WorkOS['userManagement'], 'authenticateWithRefreshToken'>;
type Refresh = UserManagement['authenticateWithRefreshToken'];

/** How long the answer to a refresh is kept for requests that still have the old token. */
const KEPT = 60_000;

/**
 * Makes requests that refresh the same session share one call to WorkOS. A refresh token works once: when five
 * tabs wake up together, the first to come would sign the others out. The answer is kept for a minute, so that
 * one which came too late for the request that asked still reaches the browser with the next.
 *
 * In one process. Requests of one person that reach several replicas at once rely on what WorkOS forgives.
 */
export function shareRefreshes(userManagement: UserManagement): void {
  const ask = userManagement.authenticateWithRefreshToken.bind(userManagement);
  const refresh: Refresh = async (options) => readable(await ask(options));
  const refreshes = new Map<string, ReturnType<Refresh>>();

  userManagement.authenticateWithRefreshToken = (options) => {
    const key = JSON.stringify([options.refreshToken, options.organizationId]);
    const shared = refreshes.get(key) ?? refresh(options);
    if (!refreshes.has(key)) {
      refreshes.set(key, shared);
      const forget = () => refreshes.delete(key);
      // A failure is not kept: the next request may have more luck.
      shared.then(() => setTimeout(forget, KEPT).unref(), forget);
    }
    return shared;
  };
}

/** An answer without a token that can be read is none: AuthKit would take it for the end of the session. */
function readable<Answer extends { accessToken: string }>(answer: Answer): Answer {
  try {
    decodeJwt(answer.accessToken);
  } catch (error) {
    throw new Error('WorkOS answered a refresh without a token that can be read.', { cause: error });
  }
  return answer;
}
