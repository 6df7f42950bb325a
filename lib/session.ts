import 'server-only';

import { withAuth } from '@workos-inc/authkit-nextjs';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { sessionProblem } from './session-problem.ts';

/** Who is signed in, in which organization, and with which permissions. */
export interface Session {
  id: string;
  user: { id: string; email: string; emailVerified: boolean; name: string; pictureUrl: string | null };
  organizationId: string | undefined;
  role: string | undefined;
  permissions: readonly string[];
  /** Set while a WorkOS dashboard user acts as this person: https://workos.com/docs/authkit/impersonation */
  impersonator: { email: string; reason: string | null } | undefined;
}

/** The session of this request, or undefined. Reads it once per request. */
export const getSession = cache(async (): Promise<Session | undefined> => {
  const { user, sessionId, organizationId, role, permissions = [], impersonator } = await withAuth();
  if (!user) return undefined;
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email;
  return {
    id: sessionId,
    user: {
      id: user.id,
      email: user.email,
      emailVerified: user.emailVerified,
      name,
      pictureUrl: user.profilePictureUrl,
    },
    organizationId,
    role,
    permissions,
    impersonator,
  };
});

/**
 * Returns the session, or redirects to sign-in. Pages call it even though the proxy has already checked.
 * @throws Error if the session can't be read right now, although it may still be valid.
 */
export async function requireSession(): Promise<Session> {
  const session = await getSession();
  if (session) return session;
  const problem = await sessionProblem();
  if (problem) throw new Error(`The session cannot be read: ${problem}.`);
  redirect('/sign-in');
}

/**
 * The AuthKit access token, which some widgets take instead of a widget token. The proxy renews it before it expires.
 */
export async function getAccessToken(): Promise<string | undefined> {
  return (await withAuth()).accessToken;
}
