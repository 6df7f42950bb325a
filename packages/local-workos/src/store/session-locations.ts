import type { Database } from './database.ts';

/** Where on earth a session is. Only seeded ones have a place: an address on loopback is in none. */
export interface SessionLocation {
  city_name: string;
  country_iso_code: string;
}

export function findSessionLocation(db: Database, sessionId: string): SessionLocation | undefined {
  return db.get<SessionLocation>(
    'SELECT city_name, country_iso_code FROM session_locations WHERE session_id = :sessionId',
    { sessionId },
  );
}
