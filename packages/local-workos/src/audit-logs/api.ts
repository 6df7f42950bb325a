import { Hono } from 'hono';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type AuditLogStream, findAuditLogStream, lastSyncedAt } from '../store/audit-log-streams.ts';
import { findOrganization } from '../store/organizations.ts';

const RETENTION_DAYS = 30;

/** `GET /organizations/:id/audit_log_configuration`: https://workos.com/docs/reference/audit-logs/configuration */
export function auditLogConfigurationRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  app.get('/organizations/:id/audit_log_configuration', (c) => {
    const id = c.req.param('id');
    orNotFound(findOrganization(db, id), 'Organization', id);
    const stream = findAuditLogStream(db, id);
    return c.json({
      organization_id: id,
      retention_period_in_days: RETENTION_DAYS,
      state: 'active',
      // The public API does not know Snowflake yet.
      ...(stream && stream.type !== 'Snowflake' ? { log_stream: serializeStream(stream) } : {}),
    });
  });
  return app;
}

function serializeStream(stream: AuditLogStream) {
  return {
    id: stream.id,
    type: stream.type,
    state: stream.state.toLowerCase(),
    last_synced_at: lastSyncedAt(stream),
    created_at: stream.created_at,
  };
}
