import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** Admin Portal: link the local directory, and sync it. */
export function portalDirectorySyncRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
