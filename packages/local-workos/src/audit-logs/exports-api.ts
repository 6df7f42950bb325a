import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, badRequest, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { momentSchema } from '../http/moment.ts';
import { readJson } from '../http/request-body.ts';
import {
  type AuditLogExport,
  createAuditLogExport,
  findAuditLogExport,
  finishAuditLogExport,
} from '../store/audit-log-exports.ts';
import { findOrganization } from '../store/organizations.ts';
import { exportUrl } from './export-url.ts';

const moment = momentSchema();

/** An empty list filters nothing. */
const list = z
  .array(z.string())
  .optional()
  .transform((items) => (items?.length ? items : undefined));

const creation = z.object({
  organization_id: z.string().min(1),
  range_start: moment,
  range_end: moment,
  actions: list,
  actors: list,
  actor_names: list,
  actor_ids: list,
  targets: list,
});

/** Exports of an organization's events as CSV: https://workos.com/docs/reference/audit-logs/export */
export function auditLogExportRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post('/audit_logs/exports', async (c) => {
    const result = creation.safeParse(await readJson(c));
    if (!result.success) {
      const message = result.error.issues.map(
        (issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`,
      );
      throw new ApiError(400, { message, error: 'Bad Request' });
    }
    const { organization_id: id, actors, actor_names, ...filters } = result.data;
    // The operation documents no 404.
    if (!findOrganization(db, id)) throw badRequest('entity_not_found', `Organization not found: '${id}'.`);
    if (filters.range_start > filters.range_end) {
      throw badRequest('invalid_audit_log_export_range_date', 'Invalid date range');
    }
    // The deprecated name means the same.
    const names = [...(actors ?? []), ...(actor_names ?? [])];
    const created = createAuditLogExport(db, id, {
      ...filters,
      ...(names.length > 0 ? { actor_names: names } : {}),
    });
    return c.json(serialize(created), 201);
  });

  app.get('/audit_logs/exports/:auditLogExportId', (c) => {
    const id = c.req.param('auditLogExportId');
    const found = orNotFound(findAuditLogExport(db, id), 'Audit Log Export', id);
    const ready = finishAuditLogExport(db, found);
    return c.json({ ...serialize(ready), url: exportUrl(local, ready) });
  });

  return app;
}

function serialize({ id, state, created_at, updated_at }: AuditLogExport) {
  return { object: 'audit_log_export' as const, id, state, created_at, updated_at };
}
