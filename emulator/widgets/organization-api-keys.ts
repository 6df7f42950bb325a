import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <ApiKeys> for an organization. */
export function organizationApiKeyRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
