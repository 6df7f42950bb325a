import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** A local identity provider: the page on which a person signs in with SSO. */
export function identityProviderRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
