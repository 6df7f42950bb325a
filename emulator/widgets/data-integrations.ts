import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <Pipes>. */
export function dataIntegrationRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
