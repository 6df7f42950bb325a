import { z } from 'zod';
import { emailAddress } from '../http/request-body.ts';
import { newId, newSecret } from '../store/ids.ts';
import { DEFAULT_INVITATION_DAYS } from '../store/invitations.ts';
import { findMembershipOf } from '../store/memberships.ts';
import { defaultRole } from '../store/roles.ts';
import { createUser, findUserByEmail } from '../store/users.ts';
import { at, history, organizationId, type SeedContext, timestampAt, userId } from './context.ts';
import { createdAt, email, id, moment, organization } from './fields.ts';
import { addRoles } from './memberships.ts';

const DAY = 86_400_000;

export const invitationSchema = z.strictObject({
  id: id.optional(),
  email: emailAddress.describe('The invited address. It does not need to be in `users`.'),
  organization: organization.optional(),
  role: z.string().optional().describe('The slug of one of `roles`. Defaults to the default role.'),
  inviter_email: email.optional(),
  token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,}$/, 'Use at least 8 letters, digits, "_", and "-".')
    .optional()
    .describe('A fixed token for the link. Defaults to a new one.'),
  created_at: createdAt,
  expires_at: moment.optional().describe('Defaults to seven days after it was created.'),
  revoked_at: moment.optional(),
});

type SeededInvitation = z.output<typeof invitationSchema>;

/** Seeds invitations as the API creates them: with an account and a pending membership for the person. */
export function seedInvitations(context: SeedContext): void {
  const { db, seed } = context;
  for (const invitation of seed.invitations) {
    const created = at(context, invitation.created_at) ?? context.now;
    const organization = invitation.organization && organizationId(context, invitation.organization);
    const role = organization ? (invitation.role ?? defaultRole(db).slug) : undefined;
    if (organization && role) addPendingMember(context, invitation, organization, role);
    db.insert('invitations', {
      id: invitation.id ?? newId('invitation', created),
      email: invitation.email,
      token: invitation.token ?? newSecret(),
      organization_id: organization,
      inviter_user_id: invitation.inviter_email && userId(context, invitation.inviter_email),
      role_slug: role,
      expires_at:
        timestampAt(context, invitation.expires_at) ??
        new Date(created.getTime() + DEFAULT_INVITATION_DAYS * DAY).toISOString(),
      revoked_at: timestampAt(context, invitation.revoked_at),
      ...history(context, invitation.created_at),
    });
  }
}

function addPendingMember(
  context: SeedContext,
  { email, created_at }: SeededInvitation,
  organizationId: string,
  role: string,
): void {
  const { db } = context;
  const created = at(context, created_at);
  const dates = history(context, created_at);
  const user = findUserByEmail(db, email) ?? createUser(db, { email, id: newId('user', created) });
  if (findMembershipOf(db, user.id, organizationId)) return;
  const id = newId('om', created);
  db.insert('organization_memberships', {
    ...dates,
    id,
    user_id: user.id,
    organization_id: organizationId,
    status: 'pending',
  });
  addRoles(context, id, organizationId, [role]);
}
