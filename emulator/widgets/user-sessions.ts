import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <UserSessions>. */
export function userSessionRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
