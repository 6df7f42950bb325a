import { eventSource } from '../events/event-source.ts';
import type { Session } from '../store/sessions.ts';
import { serializeSession } from './serialize.ts';

export const sessionEvents = eventSource<Session>({
  kind: 'session',
  table: 'sessions',
  endsWith: { users: (row) => `noted.user_id = ${row}.id` },
  eventOf({ before, after }, { db }) {
    const session = after ?? before;
    if (!session) return undefined;
    const organizationId = session.organization_id;
    if (!before) return { name: 'session.created', organizationId, data: serializeSession(session) };
    const now = db.timestamp();
    const wasActive = before.ended_at === null && before.expires_at > now;
    const isActive = after !== undefined && after.ended_at === null;
    if (!wasActive || isActive) return undefined;
    // A session that is deleted with its user ends just now.
    const data = { ...serializeSession(session), status: 'revoked', ended_at: session.ended_at ?? now };
    return { name: 'session.revoked', organizationId, data };
  },
});
