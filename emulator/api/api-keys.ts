import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** API keys of organizations and people, and their validation. */
export function apiKeyRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
