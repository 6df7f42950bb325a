import type { AuditLogStreamState, AuditLogStreamType } from '@workos-inc/widgets/experimental/api/fetch';
import { decodeTime } from 'ulid';
import { lastAuditLogEvent } from './audit-log-events.ts';
import { type Database, requireRow } from './database.ts';
import { decrypt, encrypt } from './encryption.ts';
import { newId } from './ids.ts';

export interface AuditLogStream {
  id: string;
  organization_id: string;
  type: AuditLogStreamType;
  state: AuditLogStreamState;
  /** JSON: what may be shown again. */
  settings: string;
  secrets: string | null;
  error_message: string | null;
  /** A ULID without a prefix: the widget reads the time of the last delivery from it. */
  last_synced_event_id: string | null;
  /** The position of the last event that was delivered. Later ones wait for the stream to be active. */
  delivered_position: number;
  created_at: string;
  updated_at: string;
}

export type Settings = Record<string, string>;

export function findAuditLogStream(db: Database, organizationId: string): AuditLogStream | undefined {
  return db.get<AuditLogStream>('SELECT * FROM audit_log_streams WHERE organization_id = :organizationId', {
    organizationId,
  });
}

export function listAuditLogStreams(db: Database): AuditLogStream[] {
  return db.all<AuditLogStream>('SELECT * FROM audit_log_streams ORDER BY id');
}

/** A stream whose destination has been chosen, and nothing more. Earlier events are not for it. */
export function createAuditLogStream(
  db: Database,
  organizationId: string,
  type: AuditLogStreamType,
): AuditLogStream {
  const now = db.timestamp();
  db.insert('audit_log_streams', {
    id: newId('als'),
    organization_id: organizationId,
    type,
    state: 'Inactive',
    delivered_position: lastAuditLogEvent(db, organizationId)?.position ?? 0,
    created_at: now,
    updated_at: now,
  });
  return requireRow(findAuditLogStream(db, organizationId));
}

/** Saves what the destination needs. It is unproven, and the stream inactive, until an event has arrived there. */
export function configureStream(db: Database, id: string, settings: Settings, secrets: Settings): void {
  db.run(
    `UPDATE audit_log_streams SET settings = :settings, secrets = :secrets, state = 'Inactive',
       error_message = NULL, updated_at = :now WHERE id = :id`,
    {
      id,
      settings: JSON.stringify(settings),
      secrets: encrypt(db, JSON.stringify(secrets)),
      now: db.timestamp(),
    },
  );
}

export function streamSettings(stream: AuditLogStream): Settings {
  return JSON.parse(stream.settings);
}

export function streamSecrets(db: Database, stream: AuditLogStream): Settings {
  return stream.secrets ? JSON.parse(decrypt(db, stream.secrets)) : {};
}

/** Notes what came of a delivery: the event that arrived, or why none did. */
export function recordDelivery(
  db: Database,
  id: string,
  result: { state: AuditLogStreamState; eventId?: string; errorMessage?: string; position?: number },
): void {
  db.run(
    `UPDATE audit_log_streams SET state = :state, error_message = :errorMessage, updated_at = :now,
       last_synced_event_id = coalesce(:eventId, last_synced_event_id),
       delivered_position = coalesce(:position, delivered_position) WHERE id = :id`,
    {
      id,
      state: result.state,
      eventId: result.eventId,
      errorMessage: result.errorMessage,
      position: result.position,
      now: db.timestamp(),
    },
  );
}

/** When the last event was delivered. */
export function lastSyncedAt({ last_synced_event_id }: AuditLogStream): string | null {
  return last_synced_event_id && new Date(decodeTime(last_synced_event_id)).toISOString();
}

export function deleteAuditLogStream(db: Database, id: string): void {
  db.run('DELETE FROM audit_log_streams WHERE id = :id', { id });
}
