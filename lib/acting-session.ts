import 'server-only';

import { z } from 'zod';
import { organizationName } from './organization.ts';
import { getSession, type Session } from './session.ts';
import { sessionProblem } from './session-problem.ts';
import { isSameViewer, type Viewer, viewerOf } from './viewer.ts';

/** Why a page may not act: its session is gone or unknown, or has become another's in another tab. */
export type ActingProblem =
  | { reason: 'signed-out' | 'unavailable' | 'misconfigured' | 'too-large' | 'not-a-member' }
  | { reason: 'switched'; samePerson: boolean; now: string };

type Acting = { session: Session; problem?: undefined } | { session?: undefined; problem: ActingProblem };

/** It comes back from the browser. */
const viewerSchema = z.object({ userId: z.string(), organizationId: z.string().optional() });

/**
 * The session in which a page acts: the one that it was rendered for. In another tab somebody may have switched
 * to another organization since, or signed in as somebody else; then the page acts for neither.
 * @param viewer As the page was told when it was rendered.
 */
export async function actingSession(viewer: Viewer): Promise<Acting> {
  const { userId, organizationId } = viewerSchema.parse(viewer);
  const expected = { userId, organizationId };
  return acting((session) => isSameViewer(expected, viewerOf(session)), expected.userId);
}

/** The same for what does not depend on the organization, such as going to another. */
export async function actingPerson({ userId }: { userId: string }): Promise<Acting> {
  const expected = z.string().parse(userId);
  return acting(({ user }) => user.id === expected, expected);
}

async function acting(isExpected: (session: Session) => boolean, userId: string): Promise<Acting> {
  const session = await getSession();
  if (!session) return { problem: { reason: (await sessionProblem()) ?? 'signed-out' } };
  if (isExpected(session)) return { session };
  const samePerson = session.user.id === userId;
  const organization = samePerson ? await organizationName(session.organizationId) : undefined;
  const now = samePerson ? (organization ?? 'no organization') : session.user.email;
  return { problem: { reason: 'switched', samePerson, now } };
}
