'use server';

import { after } from 'next/server';
import { actingPerson } from '@/lib/acting-session';
import { logEvent } from '@/lib/audit-log';
import { isPath } from '@/lib/paths';
import { type ActionProblem, enterOrganization } from './enter-organization';

/** Switches to another organization and shows the same page for it. WorkOS checks the membership. */
export async function switchOrganization(
  viewer: { userId: string },
  organizationId: string,
  pathname: string,
): Promise<ActionProblem | undefined> {
  const { session, problem } = await actingPerson(viewer);
  if (problem) return problem;
  return enterOrganization(organizationId, isPath(pathname) ? pathname : '/', () =>
    after(logEvent(session, 'organization.switched', organizationId)),
  );
}
