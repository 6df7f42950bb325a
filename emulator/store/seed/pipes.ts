import type { Database } from '../database.ts';
import type { Cast } from './cast.ts';

/** Integrations, some of them connected. Acme shows the rich state, the other organizations the empty one. */
export function seedPipes(_db: Database, _cast: Cast): void {}
