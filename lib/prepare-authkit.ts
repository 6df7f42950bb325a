import 'server-only';

import { getWorkOS } from '@workos-inc/authkit-nextjs';
import { shareRefreshes } from './share-refreshes.ts';
import { workos } from './workos.ts';

/**
 * Gives AuthKit the client of this app: its own waits for a minute, four times. Call it before AuthKit.
 * AuthKit has no setting for it: https://github.com/workos/authkit-nextjs
 */
export function prepareAuthKit(): void {
  const authkit = getWorkOS();
  if (authkit.client === workos().client) return;
  Object.assign(authkit, { client: workos().client });
  shareRefreshes(authkit.userManagement);
}
