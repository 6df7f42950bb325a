import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** `/connections`. */
export function connectionRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
