'use server';

import { getSignInUrl, switchToOrganization } from '@workos-inc/authkit-nextjs';
import type { Route } from 'next';
import { redirect } from 'next/navigation';

/**
 * Puts the session into another organization of the person and shows the same page again, for it. One that
 * asks for more than this session has shown, single sign-on or a second factor, is signed in to anew.
 */
export async function switchOrganization(organizationId: string, pathname: string): Promise<void> {
  try {
    await switchToOrganization(organizationId, { returnTo: pathname });
  } catch (error) {
    if (!needsSignIn(error)) throw error;
    const signInUrl = await getSignInUrl({ organizationId, returnTo: pathname });
    redirect(signInUrl as Route);
  }
}

/** AuthKit 4.3 means to do this itself, but looks for the code in `error`; the SDK (10.14) has it in `code`. */
function needsSignIn(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return code === 'sso_required' || code === 'mfa_enrollment';
}
