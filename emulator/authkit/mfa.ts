import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The hosted authenticator challenge. */
export function mfaRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
