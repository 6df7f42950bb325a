import type { Database } from '../database.ts';
import type { Cast } from './cast.ts';

/** API keys of every kind: fresh, used, about to expire, expired. Acme shows the rich state, the other organizations the empty one. */
export function seedApiKeys(_db: Database, _cast: Cast): void {}
