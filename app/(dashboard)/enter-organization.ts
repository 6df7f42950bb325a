import 'server-only';

import { getSignInUrl, switchToOrganization } from '@workos-inc/authkit-nextjs';
import type { Route } from 'next';
import { revalidatePath } from 'next/cache';
import { redirect, unstable_rethrow } from 'next/navigation';
import type { ActingProblem } from '@/lib/acting-session';
import { prepareAuthKit } from '@/lib/prepare-authkit';
import { refreshFailure } from '@/lib/refresh-failure';
import { within } from '@/lib/within';
import { PATIENCE } from '@/lib/workos';

/** Why an action failed, or where the person has to sign in first. */
export type ActionProblem = ActingProblem | { reason: 'sign-in'; url: string };

/**
 * Switches the session to one of the person's organizations, and redirects to a page of the app. If the organization
 * requires single sign-on or a second factor that this session lacks, the person signs in again.
 * @param onEntered Called when the session belongs to the organization.
 * @returns Why it failed. On success it doesn't return: it redirects.
 */
export async function enterOrganization(
  organizationId: string,
  returnTo: string,
  onEntered = () => {},
): Promise<ActionProblem> {
  prepareAuthKit();
  try {
    await within(PATIENCE, switchToOrganization(organizationId, { revalidationStrategy: 'none' }));
  } catch (error) {
    unstable_rethrow(error);
    if (needsSignIn(error))
      return { reason: 'sign-in', url: await getSignInUrl({ organizationId, returnTo }) };
    const failure = refreshFailure(error);
    console.error('The organization could not be entered:', error instanceof Error ? error.message : error);
    if (failure !== 'ended') return { reason: failure };
    return { reason: codeOf(error) === 'invalid_grant' ? 'signed-out' : 'not-a-member' };
  }
  onEntered();
  revalidatePath(returnTo);
  redirect(returnTo as Route);
}

/** AuthKit 4.3 would do this itself, but it looks for the code in `error`, and the SDK (10.14) has it in `code`. */
function needsSignIn(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'sso_required' || code === 'mfa_enrollment';
}

function codeOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== 'object' || cause === null) return undefined;
  return 'code' in cause ? cause.code : 'error' in cause ? cause.error : undefined;
}
