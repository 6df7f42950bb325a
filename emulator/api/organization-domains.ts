import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** `/organization_domains`. */
export function organizationDomainApiRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
