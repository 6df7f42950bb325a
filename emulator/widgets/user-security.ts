import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <UserSecurity>: password, authenticator app, passkeys, elevated access. */
export function userSecurityRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
