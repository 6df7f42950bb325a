import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';

/** The consent pages of local services that Pipes connects to. */
export function dataProviderRoutes(_local: LocalWorkOS): Hono {
  return new Hono();
}
