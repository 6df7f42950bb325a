import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The hosted sign-in with a passkey. */
export function passkeyRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
