'use server';

import { after } from 'next/server';
import { z } from 'zod';
import { actingSession } from '@/lib/acting-session';
import { logEvent } from '@/lib/audit-log';
import { acceptInvitation, createOrganization, NoLongerMember } from '@/lib/organization';
import type { Viewer } from '@/lib/viewer';
import { within } from '@/lib/within';
import { PATIENCE } from '@/lib/workos';
import { type ActionProblem, enterOrganization } from '../enter-organization';

const FIRST_PAGE = '/users';

/** People decide for themselves which organizations they join. */
const NOT_YOURS = 'Not available while impersonating.';

/** A problem with the input, as text to show beside it, or with the session. */
export type FormProblem = string | ActionProblem;

const fields = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Enter a name.')
    .max(100, 'Use at most 100 characters.')
    .regex(/[\p{L}\p{N}]/u, 'Use at least one letter or digit.'),
});

/**
 * Creates an organization with the person as its admin, and switches to it without another sign-in.
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
    console.error('Could not create the organization:', error instanceof Error ? error.message : error);
    return 'The organization couldn’t be created. Try again: it won’t be created twice.';
  }
  after(logEvent(session, 'organization.created', organizationId));
  return enterOrganization(organizationId, FIRST_PAGE);
}

/** Accepts one of the person's invitations, and switches to that organization. */
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
    console.error('Could not accept the invitation:', error instanceof Error ? error.message : error);
    return 'The invitation couldn’t be accepted. Try again in a moment.';
  }
  if (!organizationId) return 'This invitation is no longer valid. Ask for a new one.';
  after(logEvent(session, 'organization.joined', organizationId));
  return enterOrganization(organizationId, FIRST_PAGE);
}
