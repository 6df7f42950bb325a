import { onChange } from '../store/changes.ts';
import type { Database } from '../store/database.ts';
import { findPendingInvitation, type Invitation, updateInvitation } from '../store/invitations.ts';
import type { OrganizationMembership } from '../store/memberships.ts';
import { findUser } from '../store/users.ts';
import { revokePendingInvitations } from './invite.ts';

/** Keeps open invitations in step with the memberships they are for. */
export function reactWithInvitations(db: Database): void {
  onChange(db, 'organization_membership.updated', ({ membership, roles }) => {
    const invitation = pendingInvitation(db, membership);
    if (!invitation) return;
    if (roles) updateInvitation(db, invitation.id, { role_slug: roles[0] });
    // Somebody is a member without the mailed link: it has served its purpose.
    if (membership.status === 'active') {
      updateInvitation(db, invitation.id, {
        accepted_at: db.timestamp(),
        accepted_user_id: membership.user_id,
      });
    }
  });

  // Otherwise its holder could come back in.
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
