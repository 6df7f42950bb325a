import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <AdminPortalDomainVerification>. */
export function organizationDomainRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
