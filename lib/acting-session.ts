import 'server-only';

import { z } from 'zod';
import { organizationName } from './organization.ts';
import { getSession, type Session } from './session.ts';
import { sessionProblem } from './session-problem.ts';
import { isSameViewer, type Viewer, viewerOf } from './viewer.ts';

/** Why a page may not act: the session ended, can't be read, or changed in another tab. */
export type ActingProblem =
  | { reason: 'signed-out' | 'unavailable' | 'misconfigured' | 'too-large' | 'not-a-member' }
  | { reason: 'switched'; samePerson: boolean; now: string };

type Acting = { session: Session; problem?: undefined } | { session?: undefined; problem: ActingProblem };

/** Validated, because it comes from the browser. */
const viewerSchema = z.object({ userId: z.string(), organizationId: z.string().optional() });

/**
 * Returns the session, if it still belongs to the person and organization that the page was rendered for. After a
 * switch or another sign-in in another tab, the page must act for neither.
 * @param viewer What the page was rendered with.
 */
export async function actingSession(viewer: Viewer): Promise<Acting> {
  const { userId, organizationId } = viewerSchema.parse(viewer);
  const expected = { userId, organizationId };
  return acting((session) => isSameViewer(expected, viewerOf(session)), expected.userId);
}

/** Like `actingSession`, for actions that don't depend on the organization, such as switching to another. */
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
