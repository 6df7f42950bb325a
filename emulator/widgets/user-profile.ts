import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <UserProfile>: the person, and the change of e-mail address. */
export function userProfileRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
