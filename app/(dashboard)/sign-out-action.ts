'use server';

import { redirect } from 'next/navigation';
import { type ActingProblem, actingPerson } from '@/lib/acting-session';
import { endSession } from '@/lib/end-session';

/** Ends the session here and at WorkOS, then shows the landing page. The page says so if WorkOS couldn't be reached. */
export async function signOutAction(viewer: { userId: string }): Promise<ActingProblem | undefined> {
  const { session, problem } = await actingPerson(viewer);
  // Someone else signed in since. This page must not end their session.
  if (problem?.reason === 'switched') return problem;
  const told = await endSession(session?.id);
  redirect(told ? '/' : '/?problem=sign-out');
}
