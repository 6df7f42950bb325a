'use server';

import { signOut } from '@workos-inc/authkit-nextjs';
import { env } from '@/lib/env';

/** Ends the session here and at WorkOS, and comes back to the landing page. */
export async function signOutAction(): Promise<void> {
  await signOut({ returnTo: new URL('/', env().redirectUri).toString() });
}
