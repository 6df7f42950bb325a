import { ulid } from 'ulid';
import { configureStream, createAuditLogStream, recordDelivery } from '../store/audit-log-streams.ts';
import type { Database } from '../store/database.ts';
import { newSecret } from '../store/ids.ts';
import type { Cast } from './cast.ts';

const MINUTE = 60_000;

/** An active stream. Acme shows the rich state, the other organizations the empty one. */
export function seedAuditLogStreams(db: Database, { organizations }: Cast): void {
  const { id } = createAuditLogStream(db, organizations.acme, 'GoogleCloudStorage');
  const settings = { bucket: 'acme-audit-logs', access_id: 'GOOG1EACMEAUDITLOGS' };
  configureStream(db, id, settings, { secret: newSecret() });
  recordDelivery(db, id, { state: 'Active', eventId: ulid(db.now().getTime() - 12 * MINUTE) });
}
