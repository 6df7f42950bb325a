import type { Context } from 'hono';
import { z } from 'zod';
import { notFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { findDataIntegration, type Ownership } from '../store/data-integrations.ts';
import { type EffectiveIntegration, effectiveIntegration } from './effective-integration.ts';

/** Shared parts of the APIs of <Pipes> and <PipesAdmin>: paths, bodies, and slug lookup. */

export const DATA_INTEGRATIONS_PATH = '/_widgets/DataIntegrations';

const MAX_SECRET_LENGTH = 4096;

const secret = (what: string) =>
  z
    .string(`${what} is required.`)
    .trim()
    .min(1, `${what} is required.`)
    .max(MAX_SECRET_LENGTH, `${what} is too long.`);

const config = z.record(z.string(), z.unknown(), 'config must be an object.').optional();

export const apiKeyBody = z.object({ secret: secret('An API key') });

export const clientCredentialsBody = z.object({
  client_id: secret('A client ID'),
  client_secret: secret('A client secret'),
  config,
});

export const authorizeBody = z.object({
  requireHandoff: z.boolean('requireHandoff must be true or false.').optional(),
  config,
});

export const configurationBody = z.object({
  enabled: z.boolean('enabled must be true or false.').optional(),
  scopes: z.array(z.string(), 'scopes must be a list of strings.').nullish(),
  client_id: secret('A client ID').optional(),
  client_secret: secret('A client secret').optional(),
  config,
});

/** Returns the integration in the path, as configured for this organization. @throws ApiError 404. */
export function integrationInPath(
  { db }: LocalWorkOS,
  c: Context,
  ownership: Ownership,
  organizationId: string | null,
): EffectiveIntegration {
  const slug = c.req.param('slug') ?? '';
  const integration = findDataIntegration(db, slug, ownership);
  if (!integration) throw notFound('Data integration', slug);
  return effectiveIntegration(db, integration, organizationId);
}
