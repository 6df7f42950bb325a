import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** Admin Portal: set up a connection to the local identity provider. */
export function portalSingleSignOnRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
