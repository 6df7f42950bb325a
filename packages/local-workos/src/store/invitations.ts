import { type Database, requireRow } from './database.ts';
import { newId, newSecret } from './ids.ts';

export interface Invitation {
  id: string;
  email: string;
  token: string;
  organization_id: string | null;
  inviter_user_id: string | null;
  accepted_user_id: string | null;
  role_slug: string | null;
  expires_at: string;
  accepted_at: string | null;
  revoked_at: string | null;
  created_at: string;
  updated_at: string;
}

export type InvitationState = 'pending' | 'accepted' | 'expired' | 'revoked';

/** Seven days, the default of `POST /user_management/invitations`. */
export const DEFAULT_INVITATION_DAYS = 7;

export function invitationState(db: Database, invitation: Invitation): InvitationState {
  if (invitation.accepted_at) return 'accepted';
  if (invitation.revoked_at) return 'revoked';
  return invitation.expires_at <= db.timestamp() ? 'expired' : 'pending';
}

export function createInvitation(
  db: Database,
  fields: {
    email: string;
    organization_id?: string | undefined;
    inviter_user_id?: string | undefined;
    role_slug?: string | undefined;
    expiresInDays?: number | undefined;
  },
): Invitation {
  const { expiresInDays = DEFAULT_INVITATION_DAYS, ...invitation } = fields;
  const now = db.timestamp();
  const id = newId('invitation');
  db.insert('invitations', {
    ...invitation,
    id,
    token: newSecret(),
    expires_at: db.timestampIn(expiresInDays * 86_400),
    created_at: now,
    updated_at: now,
  });
  return requireRow(findInvitation(db, id));
}

export function findInvitation(db: Database, id: string): Invitation | undefined {
  return db.get<Invitation>('SELECT * FROM invitations WHERE id = :id', { id });
}

export function findInvitationByToken(db: Database, token: string): Invitation | undefined {
  return db.get<Invitation>('SELECT * FROM invitations WHERE token = :token', { token });
}

/** The newest invitation of an address to an organization (or, with null, to the app), whatever its state. */
export function findLatestInvitation(
  db: Database,
  email: string,
  organizationId: string | null,
): Invitation | undefined {
  return db.get<Invitation>(
    `SELECT * FROM invitations WHERE email = :email AND organization_id IS :organizationId
     ORDER BY id DESC LIMIT 1`,
    { email, organizationId },
  );
}

/** The invitation of an address to an organization that can still be accepted. There is one at most. */
export function findPendingInvitation(
  db: Database,
  email: string,
  organizationId: string,
): Invitation | undefined {
  const latest = findLatestInvitation(db, email, organizationId);
  return latest && invitationState(db, latest) === 'pending' ? latest : undefined;
}

/**
 * Sends what an address was invited to after its owner, who has another now. Each gets a new link: the old
 * mailbox has the one there was. What has been accepted stays as it happened.
 */
export function readdressInvitations(db: Database, from: string, to: string): Invitation[] {
  return db
    .all<Invitation>('SELECT * FROM invitations WHERE email = :from AND accepted_at IS NULL', { from })
    .map(({ id }) => {
      db.update('invitations', id, { email: to, token: newSecret(), updated_at: db.timestamp() });
      return requireRow(findInvitation(db, id));
    });
}

export function updateInvitation(
  db: Database,
  id: string,
  changes: Partial<
    Pick<Invitation, 'accepted_at' | 'accepted_user_id' | 'revoked_at' | 'expires_at' | 'role_slug'>
  >,
): Invitation {
  db.update('invitations', id, { ...changes, updated_at: db.timestamp() });
  return requireRow(findInvitation(db, id));
}
