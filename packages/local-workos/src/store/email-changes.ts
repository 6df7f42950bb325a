import type { Database } from './database.ts';
import { newId } from './ids.ts';

/** A new address that a person has asked for; a code was mailed to it. */
export interface EmailChange {
  id: string;
  user_id: string;
  new_email: string;
  confirmed_at: string | null;
  created_at: string;
}

export function createEmailChange(db: Database, userId: string, newEmail: string): void {
  db.insert('email_changes', {
    id: newId('email_change'),
    user_id: userId,
    new_email: newEmail,
    created_at: db.timestamp(),
  });
}

/** The newest one: only its code works. */
export function findLatestEmailChange(db: Database, userId: string): EmailChange | undefined {
  return db.get<EmailChange>('SELECT * FROM email_changes WHERE user_id = :userId ORDER BY id DESC LIMIT 1', {
    userId,
  });
}

/** How many a person has asked for within the last so many seconds. */
export function countEmailChanges(db: Database, userId: string, seconds: number): number {
  const row = db.get<{ count: number }>(
    'SELECT count(*) AS count FROM email_changes WHERE user_id = :userId AND created_at > :since',
    { userId, since: db.timestampIn(-seconds) },
  );
  return row?.count ?? 0;
}
