'use server';

import { actingPerson } from '@/lib/acting-session';
import { isPath } from '@/lib/paths';
import { type ActionProblem, enterOrganization } from './enter-organization';

/** Switches to another organization and shows the same page for it. WorkOS checks the membership. */
export async function switchOrganization(
  viewer: { userId: string },
  organizationId: string,
  pathname: string,
): Promise<ActionProblem | undefined> {
  const { problem } = await actingPerson(viewer);
  return problem ?? (await enterOrganization(organizationId, isPath(pathname) ? pathname : '/'));
}
