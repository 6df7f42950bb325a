import 'server-only';

import type { WorkOS } from '@workos-inc/node';
import { decodeJwt } from 'jose';

type UserManagement = Pick<WorkOS['userManagement'], 'authenticateWithRefreshToken'>;
type Refresh = UserManagement['authenticateWithRefreshToken'];

/** How long a refreshed session is kept for requests that still carry the old token, in milliseconds. */
const KEPT = 60_000;

/**
 * Makes concurrent refreshes of one session share a single call to WorkOS. A refresh token works once, so when five
 * tabs wake up together, the first refresh would sign the other four out. The answer is kept for a minute: if it
 * arrives too late for the request that asked, the next request uses it.
 *
 * This works within one process. Across replicas, the app relies on WorkOS's grace period for used refresh tokens.
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
      // Failures aren't kept, so the next request tries again.
      shared.then(() => setTimeout(forget, KEPT).unref(), forget);
    }
    return shared;
  };
}

/** An answer without a readable token counts as a failure: AuthKit would treat it as the end of the session. */
function readable<Answer extends { accessToken: string }>(answer: Answer): Answer {
  try {
    decodeJwt(answer.accessToken);
  } catch (error) {
    throw new Error('WorkOS answered a refresh without a token that can be read.', { cause: error });
  }
  return answer;
}
