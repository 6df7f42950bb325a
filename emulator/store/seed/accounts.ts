import type { Database } from '../database.ts';
import type { Cast } from './cast.ts';

/** Linked OAuth profiles, and sessions on other devices. Acme shows the rich state, the other organizations the empty one. */
export function seedAccounts(_db: Database, _cast: Cast): void {}
