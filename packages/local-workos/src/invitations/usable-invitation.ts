import { oauthError } from '../http/api-error.ts';
import type { Database } from '../store/database.ts';
import { findInvitationByToken, type Invitation, invitationState } from '../store/invitations.ts';

/**
 * Returns the open invitation that an app signs someone in with.
 * @throws ApiError 400 in the OAuth format, when it is not pending or was sent to another address.
 */
export function usableInvitation(db: Database, token: string, email: string): Invitation {
  const invitation = findInvitationByToken(db, token);
  const isFor = invitation?.email.toLowerCase() === email.trim().toLowerCase();
  if (!invitation || !isFor || invitationState(db, invitation) !== 'pending') {
    throw oauthError(
      'invitation_invalid',
      'The invitation does not exist, is not open, or is for someone else.',
    );
  }
  return invitation;
}
