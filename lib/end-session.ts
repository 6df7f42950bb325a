import 'server-only';

import { cookies } from 'next/headers';
import { env } from './env.ts';
import { UNFINISHED_SIGN_IN } from './unfinished-sign-ins.ts';
import { within } from './within.ts';
import { PATIENCE, workos } from './workos.ts';

/**
 * Signs the browser out of this app, even if WorkOS can't be reached, and revokes the session at WorkOS, which
 * invalidates its refresh token: https://workos.com/docs/reference/authkit/session/revoke
 * @returns Whether the session has ended at WorkOS.
 */
export async function endSession(sessionId: string | undefined): Promise<boolean> {
  const { name, domain } = env().cookie;
  const jar = await cookies();
  const held = jar.has(name);
  for (const cookie of jar.getAll()) {
    if (cookie.name === name || cookie.name.startsWith(UNFINISHED_SIGN_IN))
      jar.delete({ name: cookie.name, path: '/', ...(domain ? { domain } : {}) });
  }
  if (!sessionId) return !held;
  try {
    await within(PATIENCE, workos().userManagement.revokeSession({ sessionId }));
    return true;
  } catch (error) {
    if (error instanceof Error && 'status' in error && [400, 404, 422].includes(Number(error.status)))
      return true;
    console.error('Could not end a session at WorkOS:', error instanceof Error ? error.message : error);
    return false;
  }
}
