import { ulid } from 'ulid';
import { type Database, requireRow } from './database.ts';

export type AuditLogMetadata = Record<string, string | number | boolean>;

/** An actor or a target. */
export interface AuditLogEntity {
  id: string;
  type: string;
  name?: string | undefined;
  metadata?: AuditLogMetadata | undefined;
}

/** What an app says about an event. */
export interface AuditLogEventData {
  action: string;
  /** ISO 8601, UTC, milliseconds. */
  occurred_at: string;
  actor: AuditLogEntity;
  targets: AuditLogEntity[];
  context: { location: string; user_agent?: string | undefined };
  metadata?: AuditLogMetadata | undefined;
  version?: number | undefined;
}

export interface AuditLogEvent extends AuditLogEventData {
  /** The order in which events were accepted. */
  position: number;
  /** A ULID without a prefix, because streams name the last event that way. */
  id: string;
  organization_id: string;
}

/** Which events are meant. Each list that is there must have a match. */
export interface AuditLogFilters {
  /** The time of the event, from here on. */
  range_start?: string | undefined;
  /** The time of the event, before this. */
  range_end?: string | undefined;
  actions?: readonly string[] | undefined;
  actor_names?: readonly string[] | undefined;
  actor_ids?: readonly string[] | undefined;
  /** Types of targets. */
  targets?: readonly string[] | undefined;
}

interface EventRow {
  position: number;
  id: string;
  organization_id: string;
  event: string;
}

const COLUMNS = 'position, id, organization_id, event';

export function createAuditLogEvent(
  db: Database,
  organizationId: string,
  data: AuditLogEventData,
): AuditLogEvent {
  const id = ulid(db.now().getTime());
  db.insert('audit_log_events', {
    id,
    organization_id: organizationId,
    action: data.action,
    occurred_at: data.occurred_at,
    actor_id: data.actor.id,
    actor_name: data.actor.name,
    event: JSON.stringify(data),
    created_at: db.timestamp(),
  });
  return requireRow(findAuditLogEvent(db, organizationId, id));
}

/** Finds an event of this organization. */
export function findAuditLogEvent(
  db: Database,
  organizationId: string,
  id: string,
): AuditLogEvent | undefined {
  const row = db.get<EventRow>(
    `SELECT ${COLUMNS} FROM audit_log_events WHERE id = :id AND organization_id = :organizationId`,
    { id, organizationId },
  );
  return row && read(row);
}

/** The first event that was accepted after this position. */
export function nextAuditLogEvent(
  db: Database,
  organizationId: string,
  position: number,
): AuditLogEvent | undefined {
  return atPosition(db, organizationId, 'position > :position ORDER BY position ASC', position);
}

/** The event that was accepted last, after this position. */
export function lastAuditLogEvent(
  db: Database,
  organizationId: string,
  position = 0,
): AuditLogEvent | undefined {
  return atPosition(db, organizationId, 'position > :position ORDER BY position DESC', position);
}

/**
 * Lists an organization's events by the time of the event.
 * @param after The event that the list continues after.
 * @param lastPosition Leaves out the events that were accepted later.
 */
export function listAuditLogEvents(
  db: Database,
  organizationId: string,
  filters: AuditLogFilters,
  {
    order,
    limit,
    after,
    lastPosition,
  }: {
    order: 'newest' | 'oldest';
    limit: number;
    after?: AuditLogEvent | undefined;
    lastPosition?: number | undefined;
  },
): AuditLogEvent[] {
  const [comparison, direction] = order === 'oldest' ? ['>', 'ASC'] : ['<', 'DESC'];
  const conditions = [
    'organization_id = :organizationId',
    filters.range_start !== undefined && 'occurred_at >= :start',
    filters.range_end !== undefined && 'occurred_at < :end',
    lastPosition !== undefined && 'position <= :lastPosition',
    after && `(occurred_at, position) ${comparison} (:afterTime, :afterPosition)`,
    filters.actions && `action IN ${listed('actions')}`,
    filters.actor_names && `actor_name IN ${listed('actorNames')}`,
    filters.actor_ids && `actor_id IN ${listed('actorIds')}`,
    filters.targets &&
      `EXISTS (SELECT 1 FROM json_each(event, '$.targets') AS target
        WHERE target.value ->> '$.type' IN ${listed('targets')})`,
  ].filter(Boolean);
  const rows = db.all<EventRow>(
    `SELECT ${COLUMNS} FROM audit_log_events WHERE ${conditions.join(' AND ')}
     ORDER BY occurred_at ${direction}, position ${direction} LIMIT :limit`,
    {
      organizationId,
      limit,
      ...(filters.range_start === undefined ? {} : { start: filters.range_start }),
      ...(filters.range_end === undefined ? {} : { end: filters.range_end }),
      ...(lastPosition === undefined ? {} : { lastPosition }),
      ...(after ? { afterTime: after.occurred_at, afterPosition: after.position } : {}),
      ...(filters.actions ? { actions: JSON.stringify(filters.actions) } : {}),
      ...(filters.actor_names ? { actorNames: JSON.stringify(filters.actor_names) } : {}),
      ...(filters.actor_ids ? { actorIds: JSON.stringify(filters.actor_ids) } : {}),
      ...(filters.targets ? { targets: JSON.stringify(filters.targets) } : {}),
    },
  );
  return rows.map(read);
}

/** What an organization's events can be filtered by, in alphabetical order. */
export function auditLogFilterChoices(
  db: Database,
  organizationId: string,
): { actions: string[]; actors: { id: string; name: string | null }[]; targets: string[] } {
  const choices = <Row>(select: string) => db.all<Row>(select, { organizationId });
  return {
    actions: choices<{ action: string }>(
      'SELECT DISTINCT action FROM audit_log_events WHERE organization_id = :organizationId ORDER BY action',
    ).map(({ action }) => action),
    actors: choices<{ id: string; name: string | null }>(
      `SELECT actor_id AS id, max(actor_name) AS name FROM audit_log_events
       WHERE organization_id = :organizationId GROUP BY actor_id ORDER BY name, id`,
    ),
    targets: choices<{ type: string }>(
      `SELECT DISTINCT target.value ->> '$.type' AS type
       FROM audit_log_events, json_each(event, '$.targets') AS target
       WHERE organization_id = :organizationId ORDER BY type`,
    ).map(({ type }) => type),
  };
}

function atPosition(
  db: Database,
  organizationId: string,
  condition: string,
  position: number,
): AuditLogEvent | undefined {
  const row = db.get<EventRow>(
    `SELECT ${COLUMNS} FROM audit_log_events WHERE organization_id = :organizationId AND ${condition} LIMIT 1`,
    { organizationId, position },
  );
  return row && read(row);
}

function listed(parameter: string): string {
  return `(SELECT value FROM json_each(:${parameter}))`;
}

function read({ event, ...row }: EventRow): AuditLogEvent {
  return { ...(JSON.parse(event) as AuditLogEventData), ...row };
}
