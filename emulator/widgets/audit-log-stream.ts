import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <AdminPortalAuditLogStreaming>. */
export function auditLogStreamRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
