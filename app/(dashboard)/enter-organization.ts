import 'server-only';

import { getSignInUrl, switchToOrganization } from '@workos-inc/authkit-nextjs';
import type { Route } from 'next';
import { redirect } from 'next/navigation';

/**
 * Puts the session into an organization of the person, and leads to a page of the app. An organization that
 * asks for more than this session has shown, single sign-on or a second factor, is signed in to anew.
 */
export async function enterOrganization(organizationId: string, returnTo: string): Promise<void> {
  try {
    await switchToOrganization(organizationId, { returnTo });
  } catch (error) {
    if (!needsSignIn(error)) throw error;
    const signInUrl = await getSignInUrl({ organizationId, returnTo });
    redirect(signInUrl as Route);
  }
}

/** AuthKit 4.3 means to do this itself, but looks for the code in `error`; the SDK (10.14) has it in `code`. */
function needsSignIn(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return code === 'sso_required' || code === 'mfa_enrollment';
}
