import 'server-only';

import { getWorkOS } from '@workos-inc/authkit-nextjs';
import { shareRefreshes } from './share-refreshes.ts';
import { workos } from './workos.ts';

/**
 * Gives AuthKit this app's WorkOS client, because its own waits up to four minutes. Call it before AuthKit.
 * AuthKit has no setting for it: https://github.com/workos/authkit-nextjs
 */
export function prepareAuthKit(): void {
  const authkit = getWorkOS();
  if (authkit.client === workos().client) return;
  Object.assign(authkit, { client: workos().client });
  shareRefreshes(authkit.userManagement);
}
