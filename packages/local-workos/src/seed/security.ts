import type { Database } from '../store/database.ts';
import type { Cast } from './cast.ts';

/**
 * Everybody has a password and nothing else, so that one click signs in; whoever sets up more is asked for
 * it from then on. Noor has not even a password, for the widget that sets the first one.
 */
export function seedSecurity(db: Database, { people }: Cast): void {
  db.update('users', people.noor, { password_hash: null });
  // What the seed has changed its mind about was never anybody's password.
  db.run('DELETE FROM previous_passwords');
}
