import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** Sessions and identities of a user. */
export function userSessionApiRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
