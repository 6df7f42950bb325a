import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** Authentication factors of a user. */
export function authenticationFactorRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
