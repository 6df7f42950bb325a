import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';
import { retentionDays, setRetentionDays } from '../store/audit-log-retention.ts';
import { type AuditLogStream, findAuditLogStream, lastSyncedAt } from '../store/audit-log-streams.ts';
import { findOrganization } from '../store/organizations.ts';

const RETENTION = '/organizations/:id/audit_logs_retention';

/** The Node SDK sends these in place of a number of days: a month has 30 of them there, and a year 365. */
const PERIODS: Record<string, number> = Object.fromEntries([
  ...Array.from({ length: 11 }, (_, at) => [`${at + 1}_${at === 0 ? 'MONTH' : 'MONTHS'}`, (at + 1) * 30]),
  ...Array.from({ length: 10 }, (_, at) => [`${at + 1}_${at === 0 ? 'YEAR' : 'YEARS'}`, (at + 1) * 365]),
]);

const retention = z.union(
  [
    z.object({ retention_period_in_days: z.literal([30, 365]) }),
    z
      .object({ retention_period: z.enum(Object.keys(PERIODS)) })
      .transform(({ retention_period }) => ({ retention_period_in_days: PERIODS[retention_period] ?? 30 })),
  ],
  'retention_period_in_days must be 30 or 365',
);

/**
 * How long an organization's events are kept, and where they are streamed to:
 * https://workos.com/docs/reference/audit-logs/configuration, https://workos.com/docs/reference/audit-logs/retention
 */
export function auditLogConfigurationRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get(RETENTION, (c) => {
    const id = c.req.param('id');
    orNotFound(findOrganization(db, id), 'Organization', id);
    return c.json({ retention_period_in_days: retentionDays(db, id) });
  });

  app.put(RETENTION, async (c) => {
    const body = await readBody(c, retention);
    const id = c.req.param('id');
    orNotFound(findOrganization(db, id), 'Organization', id);
    setRetentionDays(db, id, body.retention_period_in_days);
    return c.json({ retention_period_in_days: retentionDays(db, id) });
  });

  app.get('/organizations/:id/audit_log_configuration', (c) => {
    const id = c.req.param('id');
    orNotFound(findOrganization(db, id), 'Organization', id);
    const stream = findAuditLogStream(db, id);
    return c.json({
      organization_id: id,
      retention_period_in_days: retentionDays(db, id),
      state: 'active',
      ...(stream ? { log_stream: serializeStream(stream) } : {}),
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
