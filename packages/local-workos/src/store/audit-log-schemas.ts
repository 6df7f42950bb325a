import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

export type JsonSchema = Record<string, unknown>;

/** What events of an action must look like. */
export interface AuditLogSchemaDefinition {
  actor?: { metadata: JsonSchema } | undefined;
  targets: { type: string; metadata?: JsonSchema | undefined }[];
  metadata?: JsonSchema | undefined;
}

/** One version of an action's schema. Versions are never changed. */
export interface AuditLogSchema {
  id: string;
  action_id: string;
  version: number;
  /** JSON: {@link AuditLogSchemaDefinition}. */
  definition: string;
  created_at: string;
}

export interface AuditLogAction {
  id: string;
  name: string;
  created_at: string;
  updated_at: string;
}

export function findAuditLogAction(db: Database, name: string): AuditLogAction | undefined {
  return db.get<AuditLogAction>('SELECT * FROM audit_log_actions WHERE name = :name', { name });
}

/** Adds the next version of an action's schema, and the action if it is new. */
export function createAuditLogSchema(
  db: Database,
  name: string,
  definition: AuditLogSchemaDefinition,
): AuditLogSchema {
  return db.transaction(() => {
    const now = db.timestamp();
    db.run(
      `INSERT INTO audit_log_actions (id, name, created_at, updated_at) VALUES (:id, :name, :now, :now)
       ON CONFLICT (name) DO UPDATE SET updated_at = :now`,
      { id: newId('ala'), name, now },
    );
    const action = requireRow(findAuditLogAction(db, name));
    const version = (latestAuditLogSchema(db, action.id)?.version ?? 0) + 1;
    db.insert('audit_log_schemas', {
      id: newId('als'),
      action_id: action.id,
      version,
      definition: JSON.stringify(definition),
      created_at: now,
    });
    return requireRow(findAuditLogSchema(db, action.id, version));
  });
}

export function findAuditLogSchema(
  db: Database,
  actionId: string,
  version: number,
): AuditLogSchema | undefined {
  return db.get<AuditLogSchema>(
    'SELECT * FROM audit_log_schemas WHERE action_id = :actionId AND version = :version',
    { actionId, version },
  );
}

export function latestAuditLogSchema(db: Database, actionId: string): AuditLogSchema | undefined {
  return db.get<AuditLogSchema>(
    'SELECT * FROM audit_log_schemas WHERE action_id = :actionId ORDER BY version DESC LIMIT 1',
    { actionId },
  );
}

export function definitionOf({ definition }: AuditLogSchema): AuditLogSchemaDefinition {
  return JSON.parse(definition);
}
