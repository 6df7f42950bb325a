import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <PipesAdmin>. */
export function organizationDataIntegrationRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
