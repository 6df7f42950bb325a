import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** Admin Portal: add a domain, and play its verification. */
export function portalDomainRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
