import { type AuditLogFilters, lastAuditLogEvent } from './audit-log-events.ts';
import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

/** An export: which of an organization's events, as of the moment it was created. */
export interface AuditLogExport {
  id: string;
  organization_id: string;
  /** JSON: {@link AuditLogFilters}. */
  filters: string;
  /** Events that were accepted later are not part of it. */
  last_position: number;
  state: 'pending' | 'ready';
  created_at: string;
  updated_at: string;
}

export function createAuditLogExport(
  db: Database,
  organizationId: string,
  filters: AuditLogFilters,
): AuditLogExport {
  return db.transaction(() => {
    const id = newId('audit_log_export');
    const now = db.timestamp();
    db.insert('audit_log_exports', {
      id,
      organization_id: organizationId,
      filters: JSON.stringify(filters),
      last_position: lastAuditLogEvent(db, organizationId)?.position ?? 0,
      state: 'pending',
      created_at: now,
      updated_at: now,
    });
    return requireRow(findAuditLogExport(db, id));
  });
}

export function findAuditLogExport(db: Database, id: string): AuditLogExport | undefined {
  return db.get<AuditLogExport>('SELECT * FROM audit_log_exports WHERE id = :id', { id });
}

/** Marks an export as ready, if it was not. */
export function finishAuditLogExport(db: Database, found: AuditLogExport): AuditLogExport {
  if (found.state === 'ready') return found;
  db.update('audit_log_exports', found.id, { state: 'ready', updated_at: db.timestamp() });
  return requireRow(findAuditLogExport(db, found.id));
}

export function filtersOf({ filters }: AuditLogExport): AuditLogFilters {
  return JSON.parse(filters);
}
