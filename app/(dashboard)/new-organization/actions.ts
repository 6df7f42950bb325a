'use server';

import { z } from 'zod';
import { actingSession } from '@/lib/acting-session';
import { acceptInvitation, createOrganization, NoLongerMember } from '@/lib/organization';
import type { Viewer } from '@/lib/viewer';
import { within } from '@/lib/within';
import { PATIENCE } from '@/lib/workos';
import { type ActionProblem, enterOrganization } from '../enter-organization';

const FIRST_PAGE = '/users';

/** People decide for themselves where they belong. */
const NOT_YOURS = 'Not available while impersonating.';

/** What is wrong: with what was typed, as a text to be shown beside it, or with the session. */
export type FormProblem = string | ActionProblem;

const fields = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Enter a name.')
    .max(100, 'At most 100 characters.')
    .regex(/[\p{L}\p{N}]/u, 'A name has at least one letter or digit.'),
});

/**
 * Creates an organization with the person as its admin and goes on in it, without another sign-in.
 */
export async function createOrganizationAction(
  viewer: Viewer,
  _previous: FormProblem | undefined,
  form: FormData,
): Promise<FormProblem | undefined> {
  const { session, problem } = await actingSession(viewer);
  if (problem) return problem;
  if (session.impersonator) return NOT_YOURS;
  const parsed = fields.safeParse(Object.fromEntries(form));
  if (!parsed.success) return parsed.error.issues[0]?.message;

  let organizationId: string;
  try {
    organizationId = await within(PATIENCE, createOrganization(session, parsed.data.name));
  } catch (error) {
    if (error instanceof NoLongerMember) {
      return 'You created an organization with this name before and are no longer a member. Choose another name.';
    }
    console.error('The organization could not be created:', error instanceof Error ? error.message : error);
    return 'The organization could not be created just now. Try again; it will not be created twice.';
  }
  return enterOrganization(organizationId, FIRST_PAGE);
}

/** Accepts one of the person's own invitations and goes on in that organization. */
export async function acceptInvitationAction(
  viewer: Viewer,
  _previous: FormProblem | undefined,
  form: FormData,
): Promise<FormProblem | undefined> {
  const { session, problem } = await actingSession(viewer);
  if (problem) return problem;
  if (session.impersonator) return NOT_YOURS;
  let organizationId: string | undefined;
  try {
    organizationId = await within(PATIENCE, acceptInvitation(session, String(form.get('invitationId'))));
  } catch (error) {
    console.error('The invitation could not be accepted:', error instanceof Error ? error.message : error);
    return 'The invitation could not be accepted just now. Try again in a moment.';
  }
  if (!organizationId) return 'This invitation cannot be used any more. Ask for a new one.';
  return enterOrganization(organizationId, FIRST_PAGE);
}
