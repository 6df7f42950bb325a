import type { Database } from '../database.ts';
import type { Cast } from './cast.ts';

/** An active stream. Acme shows the rich state, the other organizations the empty one. */
export function seedAuditLogStreams(_db: Database, _cast: Cast): void {}
