import { Hono } from 'hono';
import type { LocalWorkOS } from '../http/context.ts';
import { acceptEvent } from './accept-event.ts';
import { readIngestion } from './event.ts';

/** `POST /audit_logs/events`: https://workos.com/docs/reference/audit-logs/event/create */
export function auditLogEventRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();
  app.post('/audit_logs/events', async (c) => {
    const body = await readIngestion(c);
    await acceptEvent(local, body, c.req.header('Idempotency-Key'));
    return c.json({ success: true });
  });
  return app;
}
