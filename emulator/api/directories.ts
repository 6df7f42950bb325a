import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** `/directories`, `/directory_users`, `/directory_groups`. */
export function directoryRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
