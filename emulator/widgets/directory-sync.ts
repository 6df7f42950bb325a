import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <DirectorySync>. */
export function directorySyncRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
