import type { Database } from '../database.ts';
import type { Cast } from './cast.ts';

/** A linked directory. Acme shows the rich state, the other organizations the empty one. */
export function seedDirectorySync(_db: Database, _cast: Cast): void {}
