import { ApiError, badRequest, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { bodyHashOfEventKey, rememberEventKey } from '../store/audit-log-event-keys.ts';
import { type AuditLogEventData, createAuditLogEvent } from '../store/audit-log-events.ts';
import { findAuditLogAction, findAuditLogSchema } from '../store/audit-log-schemas.ts';
import type { Database } from '../store/database.ts';
import { findOrganization } from '../store/organizations.ts';
import { deliverEvents, deliverSimulated } from './deliver-events.ts';
import { hashOf, type Ingestion } from './event.ts';

/** The version that an event is checked against when it names none. Apps from before the second version send none. */
const FIRST_VERSION = 1;

/**
 * Stores an event once, and hands it to the organization's log stream.
 * @param key The Idempotency-Key. With the same body again, nothing happens.
 * @throws ApiError 400 when the event does not match its schema, or the key belongs to another body; 404 without the
 *   organization.
 */
export async function acceptEvent(
  local: LocalWorkOS,
  body: Ingestion,
  key: string | undefined,
): Promise<void> {
  const { db } = local;
  const { organization_id: organizationId, event } = body;
  const bodyHash = hashOf(body);
  if (isRepeated(db, key, bodyHash)) return;
  const requireOrganization = () =>
    orNotFound(findOrganization(db, organizationId), 'Organization', organizationId);
  requireOrganization();
  await checkSchema(db, event);
  db.transaction(() => {
    // While the schema was read, the same request may have come twice, and the organization may have gone.
    if (isRepeated(db, key, bodyHash)) return;
    requireOrganization();
    if (key) rememberEventKey(db, key, bodyHash);
    createAuditLogEvent(db, organizationId, event);
    deliverSimulated(db, organizationId);
  });
  deliverEvents(local, organizationId);
}

function isRepeated(db: Database, key: string | undefined, bodyHash: string): boolean {
  const known = key ? bodyHashOfEventKey(db, key) : undefined;
  if (known === undefined) return false;
  if (known === bodyHash) return true;
  throw badRequest(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another event in the last 24 hours. Send a new key with each event.',
  );
}

/** Events of an action without a schema can have any shape. */
async function checkSchema(db: Database, event: AuditLogEventData): Promise<void> {
  const action = findAuditLogAction(db, event.action);
  if (!action) return;
  const { version = FIRST_VERSION } = event;
  const schema = findAuditLogSchema(db, action.id, version);
  if (!schema) {
    throw invalidEvent([
      { instancePath: '/version', message: `'${event.action}' has no schema with version ${version}` },
    ]);
  }
  // Loaded when it is needed, because the validator is large and most environments have no schemas.
  const { schemaErrors } = await import('./schema-validation.ts');
  const errors = schemaErrors(schema, event);
  if (errors.length > 0) throw invalidEvent(errors);
}

function invalidEvent(errors: readonly { instancePath: string; message?: string | undefined }[]): ApiError {
  return new ApiError(400, { message: 'Invalid Audit Log event.', code: 'invalid_audit_log_event', errors });
}
