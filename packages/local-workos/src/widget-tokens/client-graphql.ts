import { Hono } from 'hono';
import { z } from 'zod';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';

/** The part of the Widgets API that the installed widgets use. */
const SCHEMA = 'type Query { "Whether the API answers." clientApiStatus: String! }';

const resolvers = { clientApiStatus: () => 'ok' };

/** In characters. Validating a query takes time that grows with the square of its fields. */
const MAX_QUERY = 4096;

const body = z.object({
  query: z.string().max(MAX_QUERY),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** `POST /client/graphql`: https://workos.com/docs/widgets-api */
export function clientGraphqlRoutes(_local: LocalWorkOS): Hono {
  const app = new Hono();
  app.post('/client/graphql', async (c) => {
    const { query, variables } = await readBody(c, body);
    const { buildSchema, graphql } = await import('graphql');
    const result = await graphql({
      schema: buildSchema(SCHEMA),
      source: query,
      rootValue: resolvers,
      variableValues: variables ?? {},
    });
    return c.json(result);
  });
  return app;
}
