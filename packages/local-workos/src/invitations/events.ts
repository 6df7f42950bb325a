import { type EventDraft, type EventScope, eventSource } from '../events/event-source.ts';
import type { EventName } from '../events/names.ts';
import type { Database } from '../store/database.ts';
import type { Invitation } from '../store/invitations.ts';
import { serializeInvitation } from './serialize.ts';

export const invitationEvents = eventSource<Invitation>({
  kind: 'invitation',
  table: 'invitations',
  secrets: ['token'],
  endsWith: { organizations: (row) => `noted.organization_id = ${row}.id` },
  eventOf({ before, after }, { db, origin }) {
    if (!after) return undefined;
    const draft = (name: EventName) => invitationEvent(db, origin, name, after);
    if (!before) return draft('invitation.created');
    if (after.accepted_at && !before.accepted_at) return draft('invitation.accepted');
    return after.revoked_at && !before.revoked_at ? draft('invitation.revoked') : undefined;
  },
});

/** The event of an invitation. It has neither the token nor the link, with which anybody could accept it. */
export function invitationEvent(
  db: Database,
  origin: EventScope['origin'],
  name: EventName,
  invitation: Invitation,
): EventDraft {
  const { token: _, accept_invitation_url: __, ...data } = serializeInvitation(db, origin, invitation);
  return { name, organizationId: invitation.organization_id, data };
}
