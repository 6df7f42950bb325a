import { Hono } from 'hono';
import type { LocalWorkOS } from '../context.ts';
import { consentRoutes } from './consent.ts';
import { providerApiRoutes } from './provider-api.ts';

/** The local services that Pipes connects to: a consent page, and the endpoints that a program calls. */
export function dataProviderRoutes(local: LocalWorkOS): Hono {
  return new Hono().route('/', consentRoutes(local)).route('/', providerApiRoutes(local));
}
