import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** Sign-in through the identity provider of an organization. */
export function singleSignOnRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
