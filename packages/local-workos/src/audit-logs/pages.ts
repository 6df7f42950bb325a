import { setImmediate } from 'node:timers/promises';
import { Hono } from 'hono';
import { forbidden, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { findAuditLogExport } from '../store/audit-log-exports.ts';
import { deleteEventsPastRetention } from '../store/audit-log-retention.ts';
import { exportCsv } from './csv.ts';
import { isValidExportUrl } from './export-url.ts';

/** The file of an export. Its URL is the only proof it asks for. */
export function auditLogExportPages({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  app.get('/audit-log-exports/:file', (c) => {
    const id = c.req.param('file').replace(/\.csv$/, '');
    const { expires = '', signature = '' } = c.req.query();
    if (!isValidExportUrl(db, { id, expires, signature })) {
      throw forbidden('This URL is not valid, or has expired. Fetch the export again for a new one.');
    }
    const found = orNotFound(findAuditLogExport(db, id), 'Audit Log Export', id);
    deleteEventsPastRetention(db, found.organization_id);
    return c.body(streamed(exportCsv(db, found)), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${id}.csv"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
  });
  return app;
}

/** Writes as fast as the client reads, and lets others have their turn after each part. */
function streamed(parts: Generator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      await setImmediate();
      const { value, done } = parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}
