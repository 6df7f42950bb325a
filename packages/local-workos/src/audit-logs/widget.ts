import type { AuditLogStreamJSON, GetAuditLogStream200 } from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { callerOrganization, requirePermission } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type AuditLogStream, findAuditLogStream } from '../store/audit-log-streams.ts';

/** The API of `<AdminPortalAuditLogStreaming>`: the organization's stream, or `{}` when it has none. */
export function auditLogStreamRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  app.get(
    '/_widgets/admin-portal/audit-log-stream',
    requirePermission('widgets:audit-log-streaming:manage'),
    (c) => {
      const stream = findAuditLogStream(db, callerOrganization(c).id);
      return c.json<GetAuditLogStream200>(stream ? serializeStream(stream) : {});
    },
  );
  return app;
}

function serializeStream(stream: AuditLogStream): AuditLogStreamJSON {
  return {
    id: stream.id,
    state: stream.state,
    type: stream.type,
    errorMessage: stream.error_message,
    lastSyncedEventId: stream.last_synced_event_id,
    // Each organization has a single trail.
    auditLogTrailId: stream.organization_id.replace(/^org_/, 'audit_log_trail_'),
  };
}
