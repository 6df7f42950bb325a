import { apiKeyEvents } from './api-keys/events.ts';
import {
  directoryEvents,
  directoryGroupEvents,
  directoryGroupUserEvents,
  directoryUserEvents,
} from './directory-sync/events.ts';
import { domainEvents } from './domains/events.ts';
import type { EventScope, EventSource } from './events/event-source.ts';
import { featureFlagEvents } from './feature-flags/events.ts';
import { groupEvents, groupMemberEvents } from './groups/events.ts';
import { invitationEvents } from './invitations/events.ts';
import { membershipEvents } from './memberships/events.ts';
import { organizationEvents } from './organizations/events.ts';
import { passwordResetEvents } from './passwords/events.ts';
import { connectedAccountEvents, connectionFailureEvents } from './pipes/events.ts';
import { permissionEvents, roleEvents } from './roles/events.ts';
import { sessionEvents } from './sessions/events.ts';
import { connectionEvents, connectionKeyEvents } from './sso/events.ts';
import { type Change, noteChanges } from './store/change-notes.ts';
import type { Database } from './store/database.ts';
import { appendEvent } from './store/events.ts';
import { codeEvents } from './users/code-events.ts';
import { userEvents } from './users/events.ts';

/** What has events, one line per product. */
const SOURCES: readonly EventSource[] = [
  userEvents,
  codeEvents,
  passwordResetEvents,
  organizationEvents,
  domainEvents,
  roleEvents,
  permissionEvents,
  membershipEvents,
  invitationEvents,
  sessionEvents,
  apiKeyEvents,
  featureFlagEvents,
  groupEvents,
  groupMemberEvents,
  connectionEvents,
  connectionKeyEvents,
  directoryEvents,
  directoryGroupEvents,
  directoryUserEvents,
  directoryGroupUserEvents,
  connectedAccountEvents,
  connectionFailureEvents,
];

/** Appends the event of each change, whoever makes it, in the transaction of the change. */
export function recordEvents(db: Database, origin: string): void {
  const sources = new Map(SOURCES.map((source) => [source.kind, source]));
  noteChanges(db, SOURCES, (changes) => {
    const deleted = deletedIds(changes);
    const scope: EventScope = { db, origin, isDeleted: (kind, id) => deleted.get(kind)?.has(id) ?? false };
    for (const { kind, before, after } of changes) {
      const event = sources.get(kind)?.eventOf({ before, after }, scope);
      if (event) appendEvent(db, event);
    }
  });
}

/** The ids of what was deleted, by its kind. */
function deletedIds(changes: readonly Change[]): Map<string, Set<unknown>> {
  const gone = changes.filter(({ before, after }) => before && !after);
  return new Map(
    Map.groupBy(gone, ({ kind }) => kind)
      .entries()
      .map(([kind, list]) => [kind, new Set(list.map(({ before }) => before?.id))]),
  );
}
