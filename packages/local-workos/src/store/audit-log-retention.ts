import type { Database } from './database.ts';

/** How long events are kept unless the organization has another period, in days. */
const DEFAULT_DAYS = 30;

const SECONDS_OF_A_DAY = 86_400;

/** How long an organization's events are kept, in days. */
export function retentionDays(db: Database, organizationId: string): number {
  const found = db.get<{ days: number }>(
    'SELECT days FROM audit_log_retentions WHERE organization_id = :organizationId',
    { organizationId },
  );
  return found?.days ?? DEFAULT_DAYS;
}

/** Sets how long events are kept. Those that are past the old or the new period are gone, whichever is shorter. */
export function setRetentionDays(db: Database, organizationId: string, days: number): void {
  db.transaction(() => {
    deleteEventsPastRetention(db, organizationId);
    db.run(
      `INSERT INTO audit_log_retentions (organization_id, days) VALUES (:organizationId, :days)
       ON CONFLICT (organization_id) DO UPDATE SET days = :days`,
      { organizationId, days },
    );
    deleteEventsPastRetention(db, organizationId);
  });
}

/**
 * Deletes the events that were accepted too long ago. Call it before events are read: nothing else deletes them while
 * Local WorkOS runs.
 */
export function deleteEventsPastRetention(db: Database, organizationId: string): void {
  db.run('DELETE FROM audit_log_events WHERE organization_id = :organizationId AND created_at <= :before', {
    organizationId,
    before: db.timestampIn(-retentionDays(db, organizationId) * SECONDS_OF_A_DAY),
  });
}
