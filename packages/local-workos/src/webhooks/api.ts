import { Hono } from 'hono';
import { z } from 'zod';
import { WEBHOOK_EVENT_NAMES } from '../events/names.ts';
import { ApiError, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readJson, readQuery } from '../http/request-body.ts';
import { listPage } from '../store/pagination.ts';
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  findWebhookEndpointByUrl,
  updateWebhookEndpoint,
  type WebhookEndpoint,
} from '../store/webhook-endpoints.ts';
import { endpointUrlProblem } from './endpoint-url.ts';
import { serializeWebhookEndpoint } from './serialize.ts';

const creation = z.object({ endpoint_url: z.string().min(1), events: z.array(z.enum(WEBHOOK_EVENT_NAMES)) });
const changes = creation.extend({ status: z.enum(['enabled', 'disabled']) }).partial();

/** `/webhook_endpoints`: https://workos.com/docs/reference/webhooks */
export function webhookEndpointRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (id: string) => orNotFound(findWebhookEndpoint(db, id), 'Webhook endpoint', id);
  const serialize = (endpoint: WebhookEndpoint) => serializeWebhookEndpoint(db, endpoint);
  const checkUrl = (url: string, own?: WebhookEndpoint) => {
    const problem = endpointUrlProblem(url);
    if (problem) throw new ApiError(422, { code: 'invalid_url', message: problem });
    const other = findWebhookEndpointByUrl(db, url);
    if (other && other.id !== own?.id) {
      throw new ApiError(409, {
        code: 'duplicate_endpoint',
        message: `A webhook endpoint with this URL exists already: '${other.id}'.`,
      });
    }
  };

  app.get('/webhook_endpoints', (c) => {
    const page = listPage<WebhookEndpoint>(db, readQuery(c, pageQuery), {
      select: 'SELECT * FROM webhook_endpoints WHERE true',
      parameters: {},
    });
    return c.json(listResponse(page, serialize));
  });

  app.post('/webhook_endpoints', async (c) => {
    const body = validated(creation, await readJson(c));
    checkUrl(body.endpoint_url);
    return c.json(serialize(createWebhookEndpoint(db, body)), 201);
  });

  app.patch('/webhook_endpoints/:id', async (c) => {
    const endpoint = find(c.req.param('id'));
    const body = validated(changes, await readJson(c));
    if (body.endpoint_url !== undefined) checkUrl(body.endpoint_url, endpoint);
    return c.json(serialize(updateWebhookEndpoint(db, endpoint.id, body)));
  });

  app.delete('/webhook_endpoints/:id', (c) => {
    deleteWebhookEndpoint(db, find(c.req.param('id')).id);
    return c.body(null, 204);
  });

  return app;
}

/** @throws ApiError 422 whose `errors` have a code and a message each, as documented for these operations. */
function validated<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ApiError(422, {
    code: 'invalid_request_parameters',
    message: 'Validation failed.',
    errors: result.error.issues.map(({ path, message }) => ({
      code: path[0] === 'events' && path.length > 1 ? 'unknown_event_type' : 'invalid',
      message: `${path.join('.') || 'body'}: ${message}`,
    })),
  });
}
