import type { Database } from '../database.ts';
import type { Cast } from './cast.ts';

/** Domains and an SSO connection. Acme shows the rich state, the other organizations the empty one. */
export function seedSingleSignOn(_db: Database, _cast: Cast): void {}
