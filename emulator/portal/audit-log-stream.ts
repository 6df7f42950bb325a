import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** Admin Portal: set up an audit log stream. */
export function portalAuditLogStreamRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
