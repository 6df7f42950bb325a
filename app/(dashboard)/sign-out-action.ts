'use server';

import { redirect } from 'next/navigation';
import { type ActingProblem, actingPerson } from '@/lib/acting-session';
import { endSession } from '@/lib/end-session';

/** Ends the session at WorkOS and here, and leads to the landing page, which says so if WorkOS could not be told. */
export async function signOutAction(viewer: { userId: string }): Promise<ActingProblem | undefined> {
  const { session, problem } = await actingPerson(viewer);
  // Somebody else signed in meanwhile: their session is not this page's to end.
  if (problem?.reason === 'switched') return problem;
  const told = await endSession(session?.id);
  redirect(told ? '/' : '/?problem=sign-out');
}
