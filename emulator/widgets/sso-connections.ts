import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <AdminPortalSsoConnection>. */
export function ssoConnectionRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
