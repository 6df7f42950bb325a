import { Hono } from 'hono';
import { requirePortal } from '../admin-portal/portal-page.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readForm } from '../http/request-body.ts';
import { createAuditLogExport, finishAuditLogExport } from '../store/audit-log-exports.ts';
import { deleteEventsPastRetention } from '../store/audit-log-retention.ts';
import { EVENTS_PATH, eventsPage } from './events-page.ts';
import { exportUrl } from './export-url.ts';
import { readPageFilters } from './page-filters.ts';

/** The Admin Portal page with the organization's events, their filters, and the export. */
export function portalAuditLogRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  app.use(EVENTS_PATH, requirePortal(local, 'audit_logs'));

  app.get(EVENTS_PATH, (c) => {
    deleteEventsPastRetention(db, c.get('portal').organization.id);
    const query = c.req.query();
    return eventsPage(db, c, readPageFilters(query), query.after);
  });

  app.post(EVENTS_PATH, async (c) => {
    const { filters } = readPageFilters(await readForm(c));
    const created = createAuditLogExport(db, c.get('portal').organization.id, filters);
    const { pathname, search } = new URL(exportUrl(local, finishAuditLogExport(db, created)));
    return c.redirect(pathname + search, 303);
  });

  return app;
}
