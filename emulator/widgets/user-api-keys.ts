import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The API of <ApiKeys scope="user">. */
export function userApiKeyRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
