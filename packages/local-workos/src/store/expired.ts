import { deleteEventsPastRetention } from './audit-log-retention.ts';
import type { Database } from './database.ts';
import { deleteOldEvents } from './events.ts';

const TABLES = [
  'authorization_codes',
  'pending_authentications',
  'sign_in_tickets',
  'sso_profile_secrets',
  'device_authorizations',
  'audit_log_event_keys',
];

/** Deletes what can be used no more, at the start, so that the file does not grow for ever. */
export function deleteExpired(db: Database): void {
  const now = db.timestamp();
  db.transaction(() => {
    for (const table of TABLES) {
      db.run(`DELETE FROM ${table} WHERE expires_at <= :now`, { now });
    }
    // The history of a connection hangs on the sign-ins that went through it.
    db.run(
      `DELETE FROM authorization_requests WHERE expires_at <= :now
       AND id NOT IN (SELECT authorization_request_id FROM sso_sessions)`,
      { now },
    );
    db.run(
      `DELETE FROM refresh_tokens WHERE exchanged_at <= :dayAgo OR session_id IN
       (SELECT id FROM sessions WHERE ended_at IS NOT NULL OR expires_at <= :now)`,
      { now, dayAgo: db.timestampIn(-86_400) },
    );
    deleteOldEvents(db);
    for (const { id } of db.all<{ id: string }>(
      'SELECT DISTINCT organization_id AS id FROM audit_log_events',
    )) {
      deleteEventsPastRetention(db, id);
    }
  });
}
