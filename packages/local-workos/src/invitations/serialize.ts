import type { Database } from '../store/database.ts';
import { type Invitation, invitationState } from '../store/invitations.ts';

export function serializeInvitation(db: Database, origin: string, invitation: Invitation) {
  return {
    object: 'invitation' as const,
    id: invitation.id,
    email: invitation.email,
    state: invitationState(db, invitation),
    accepted_at: invitation.accepted_at,
    revoked_at: invitation.revoked_at,
    expires_at: invitation.expires_at,
    organization_id: invitation.organization_id,
    inviter_user_id: invitation.inviter_user_id,
    accepted_user_id: invitation.accepted_user_id,
    role_slug: invitation.role_slug,
    token: invitation.token,
    accept_invitation_url: invitationUrl(origin, invitation),
    created_at: invitation.created_at,
    updated_at: invitation.updated_at,
  };
}

/** The link in the email. */
export function invitationUrl(origin: string, invitation: Invitation): string {
  return `${origin}/invite?invitation_token=${invitation.token}`;
}
