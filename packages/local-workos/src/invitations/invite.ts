import type { LocalWorkOS } from '../http/context.ts';
import type { Database } from '../store/database.ts';
import { defined } from '../store/defined.ts';
import { appendEvent } from '../store/events.ts';
import {
  createInvitation,
  findLatestInvitation,
  type Invitation,
  invitationState,
  updateInvitation,
} from '../store/invitations.ts';
import { sendMail } from '../store/mails.ts';
import {
  createMembership,
  findMembershipOf,
  setMembershipRoles,
  setMembershipStatus,
} from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { whereDefined } from '../store/pagination.ts';
import { defaultRole, findRole } from '../store/roles.ts';
import { createUser, displayName, findUser, findUserByEmail, type User, updateUser } from '../store/users.ts';
import { invitationEvent } from './events.ts';
import { invitationUrl } from './serialize.ts';

/** Error codes for invitations, as in the public API. */
export type InvitationErrorCode =
  | 'user_already_organization_member'
  | 'email_already_invited_to_organization'
  | 'email_already_invited'
  | 'user_already_exists'
  | 'invalid_role'
  | 'invite_expired'
  | 'invite_revoked'
  | 'invite_accepted'
  | 'invite_not_pending'
  | 'invite_has_accepted_user_id';

export type InvitationResult =
  | { ok: true; invitation: Invitation }
  | { ok: false; code: InvitationErrorCode; message: string };

export interface NewInvitation {
  email: string;
  organizationId?: string | undefined;
  /**
   * Role slugs. Defaults to the default role. The invitation names the first one, the membership gets all of
   * them.
   */
  roles?: readonly string[] | undefined;
  inviterUserId?: string | undefined;
  expiresInDays?: number | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
}

/**
 * Invites an address and emails the link. An invitation to an organization adds a pending membership with the
 * role, which becomes active when the invitation is accepted.
 */
export function invite(local: LocalWorkOS, request: NewInvitation): InvitationResult {
  const { db } = local;
  const { organizationId } = request;
  const roles = request.roles ?? [defaultRole(db).slug];
  const unknown = roles.find((slug) => !findRole(db, slug, organizationId));
  if (unknown !== undefined) return failure('invalid_role', `Role '${unknown}' does not exist.`);

  const existing = findUserByEmail(db, request.email);
  if (!organizationId && existing)
    return failure('user_already_exists', 'A user with this email already exists.');
  const membership =
    existing && organizationId ? findMembershipOf(db, existing.id, organizationId) : undefined;
  if (membership && membership.status !== 'pending') {
    return failure('user_already_organization_member', 'The user is already a member of the organization.');
  }
  const earlier = findLatestInvitation(db, request.email, organizationId ?? null);
  if (earlier && invitationState(db, earlier) === 'pending') {
    if (!organizationId) return failure('email_already_invited', 'This email has already been invited.');
    if (membership) {
      return failure(
        'email_already_invited_to_organization',
        'This email has already been invited to the organization.',
      );
    }
  }

  return db.transaction(() => {
    if (organizationId) {
      // An open invitation without a membership belongs to a person who was removed.
      if (!membership) revokePendingInvitations(db, { email: request.email, organizationId });
      const user =
        existing ??
        createUser(db, { email: request.email, first_name: request.firstName, last_name: request.lastName });
      if (membership) setMembershipRoles(db, membership.id, roles);
      else {
        createMembership(db, {
          user_id: user.id,
          organization_id: organizationId,
          roles,
          status: 'pending',
        });
      }
    }
    const invitation = createInvitation(db, {
      email: request.email,
      organization_id: organizationId,
      inviter_user_id: request.inviterUserId,
      role_slug: organizationId ? roles[0] : undefined,
      expiresInDays: request.expiresInDays,
    });
    mailInvitation(local, invitation);
    return { ok: true, invitation };
  });
}

/** Emails the link of a pending invitation again. */
export function resendInvitation(local: LocalWorkOS, invitation: Invitation): InvitationResult {
  switch (invitationState(local.db, invitation)) {
    case 'accepted':
      return failure('invite_accepted', 'Invite has already been accepted.');
    case 'revoked':
      return failure('invite_revoked', 'Invite has been revoked.');
    case 'expired':
      return failure('invite_expired', 'Invite has expired.');
    case 'pending':
      return local.db.transaction(() => {
        mailInvitation(local, invitation);
        const resent = updateInvitation(local.db, invitation.id, {});
        appendEvent(local.db, invitationEvent(local.db, local.origin, 'invitation.resent', resent));
        return { ok: true, invitation: resent };
      });
  }
}

export function revokeInvitation(local: LocalWorkOS, invitation: Invitation): InvitationResult {
  if (invitationState(local.db, invitation) !== 'pending') {
    return failure('invite_not_pending', 'Invite is not pending.');
  }
  return {
    ok: true,
    invitation: updateInvitation(local.db, invitation.id, { revoked_at: local.db.timestamp() }),
  };
}

/**
 * Revokes the open invitations of an address when the invited membership is deleted.
 * @param organizationId Omit it to revoke the invitations of all organizations, when the person is deleted.
 */
export function revokePendingInvitations(
  db: Database,
  { email, organizationId }: { email: string; organizationId?: string | undefined },
): void {
  const parameters = { email, organizationId };
  const where = whereDefined(
    { email: 'email = :email', organizationId: 'organization_id = :organizationId' },
    parameters,
  );
  const open = db.all<Invitation>(
    `SELECT * FROM invitations ${where} AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > :now`,
    { ...defined(parameters), now: db.timestamp() },
  );
  for (const { id } of open) updateInvitation(db, id, { revoked_at: db.timestamp() });
}

/**
 * Accepts an invitation on behalf of the invited person and activates the membership. Following the emailed
 * link also verifies the address.
 */
export function acceptInvitation(local: LocalWorkOS, invitation: Invitation, user: User): InvitationResult {
  const { db } = local;
  if (invitation.accepted_user_id) {
    return failure('invite_has_accepted_user_id', 'Invite has been accepted by a user already.');
  }
  if (invitationState(db, invitation) !== 'pending')
    return failure('invite_not_pending', 'Invite is not pending.');
  return db.transaction(() => {
    updateUser(db, user.id, { email_verified: 1 });
    if (invitation.organization_id) activateMembership(local, user, invitation.organization_id, invitation);
    return {
      ok: true,
      invitation: updateInvitation(db, invitation.id, {
        accepted_at: db.timestamp(),
        accepted_user_id: user.id,
      }),
    };
  });
}

function activateMembership(
  { db }: LocalWorkOS,
  user: User,
  organizationId: string,
  invitation: Invitation,
): void {
  const membership = findMembershipOf(db, user.id, organizationId);
  if (membership) setMembershipStatus(db, membership.id, 'active');
  else {
    createMembership(db, {
      user_id: user.id,
      organization_id: organizationId,
      roles: [invitation.role_slug ?? defaultRole(db).slug],
      status: 'active',
    });
  }
}

function mailInvitation(local: LocalWorkOS, invitation: Invitation): void {
  const { db } = local;
  const organization = invitation.organization_id
    ? findOrganization(db, invitation.organization_id)?.name
    : undefined;
  const inviter = invitation.inviter_user_id ? findUser(db, invitation.inviter_user_id) : undefined;
  const place = organization ?? 'the app';
  sendMail(db, {
    recipient: invitation.email,
    subject: `You have been invited to join ${place}`,
    body: inviter
      ? `${displayName(inviter)} has invited you to join ${place}.`
      : `You have been invited to join ${place}.`,
    link: { url: invitationUrl(local.origin, invitation), label: 'Accept invitation' },
  });
}

function failure(code: InvitationErrorCode, message: string): InvitationResult {
  return { ok: false, code, message };
}
