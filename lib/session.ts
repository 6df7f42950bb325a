import 'server-only';

import { withAuth } from '@workos-inc/authkit-nextjs';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { sessionProblem } from './session-problem.ts';

/** Who is signed in, to which organization, and what their role there allows. */
export interface Session {
  id: string;
  user: { id: string; email: string; emailVerified: boolean; name: string; pictureUrl: string | null };
  organizationId: string | undefined;
  role: string | undefined;
  permissions: readonly string[];
  /** Set while somebody of WorkOS's dashboard acts as this person: https://workos.com/docs/authkit/impersonation */
  impersonator: { email: string; reason: string | null } | undefined;
}

/** The session of this request, or undefined. Read once a request, however many ask. */
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
 * The session, or the way to one. Pages call it although the proxy has checked before them.
 * @throws Error when the session cannot be read just now: it may well go on.
 */
export async function requireSession(): Promise<Session> {
  const session = await getSession();
  if (session) return session;
  const problem = await sessionProblem();
  if (problem) throw new Error(`The session cannot be read: ${problem}.`);
  redirect('/sign-in');
}

/**
 * The AuthKit access token, which a few widgets take in place of a widget token. The proxy renews it
 * before it expires.
 */
export async function getAccessToken(): Promise<string | undefined> {
  return (await withAuth()).accessToken;
}
