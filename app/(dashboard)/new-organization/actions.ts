'use server';

import { z } from 'zod';
import { acceptInvitation, createOrganization } from '@/lib/organization';
import { requireSession } from '@/lib/session';
import { enterOrganization } from '../enter-organization';

const FIRST_PAGE = '/users';

/** People decide for themselves where they belong. */
const NOT_YOURS = 'Not while you impersonate someone.';

const fields = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Enter a name.')
    .max(100, 'At most 100 characters.')
    .regex(/[\p{L}\p{N}]/u, 'A name has at least one letter or digit.'),
  idempotencyKey: z.uuid(),
});

/**
 * Creates an organization with the person as its admin and goes on in it, without another sign-in.
 * @returns What is wrong, to be shown beside the field.
 */
export async function createOrganizationAction(
  _previous: string | undefined,
  form: FormData,
): Promise<string | undefined> {
  const session = await requireSession();
  if (session.impersonator) return NOT_YOURS;
  const parsed = fields.safeParse(Object.fromEntries(form));
  if (!parsed.success) return parsed.error.issues[0]?.message;

  let organizationId: string;
  try {
    organizationId = await createOrganization(session, parsed.data.name, parsed.data.idempotencyKey);
  } catch (error) {
    console.error('The organization could not be created:', error instanceof Error ? error.message : error);
    return 'The organization could not be created just now. Try again; it will not be created twice.';
  }
  await enterOrganization(organizationId, FIRST_PAGE);
}

/** Accepts one of the person's own invitations and goes on in that organization. */
export async function acceptInvitationAction(
  _previous: string | undefined,
  form: FormData,
): Promise<string | undefined> {
  const session = await requireSession();
  if (session.impersonator) return NOT_YOURS;
  let organizationId: string | undefined;
  try {
    organizationId = await acceptInvitation(session, String(form.get('invitationId')));
  } catch (error) {
    console.error('The invitation could not be accepted:', error instanceof Error ? error.message : error);
    return 'The invitation could not be accepted just now. Try again in a moment.';
  }
  if (!organizationId) return 'This invitation cannot be used any more. Ask for a new one.';
  await enterOrganization(organizationId, FIRST_PAGE);
}
