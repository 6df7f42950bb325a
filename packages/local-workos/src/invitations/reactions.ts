import { onChange } from '../store/changes.ts';
import type { Database } from '../store/database.ts';
import { findPendingInvitation, type Invitation, updateInvitation } from '../store/invitations.ts';
import type { OrganizationMembership } from '../store/memberships.ts';
import { findUser } from '../store/users.ts';
import { revokePendingInvitations } from './invite.ts';

/** Keeps open invitations in sync with their memberships. */
export function reactWithInvitations(db: Database): void {
  onChange(db, 'organization_membership.updated', ({ membership, roles }) => {
    const invitation = pendingInvitation(db, membership);
    if (!invitation) return;
    if (roles) updateInvitation(db, invitation.id, { role_slug: roles[0] });
    // The person became a member without the emailed link, so the invitation is no longer needed.
    if (membership.status === 'active') {
      updateInvitation(db, invitation.id, {
        accepted_at: db.timestamp(),
        accepted_user_id: membership.user_id,
      });
    }
  });

  // Otherwise, the removed member could rejoin with the link.
  onChange(db, 'organization_membership.deleted', ({ membership }) => {
    const invitation = pendingInvitation(db, membership);
    if (invitation) updateInvitation(db, invitation.id, { revoked_at: db.timestamp() });
  });

  onChange(db, 'user.deleted', ({ user: { email } }) => revokePendingInvitations(db, { email }));
}

function pendingInvitation(
  db: Database,
  { user_id, organization_id }: OrganizationMembership,
): Invitation | undefined {
  const user = findUser(db, user_id);
  return user && findPendingInvitation(db, user.email, organization_id);
}
