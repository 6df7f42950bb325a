import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, orNotFound, unprocessable } from '../http/api-error.ts';
import { allowedOrigins } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';
import { addCorsOrigin } from '../store/cors-origins.ts';
import { addRedirectUri, deleteRedirectUri, findRedirectUri } from '../store/redirect-uris.ts';
import { corsOriginProblem } from './cors-origins.ts';
import { allowedRedirectUris, redirectUriProblem } from './redirect-uris.ts';

/**
 * Settings that an app can change through the API: https://workos.com/docs/reference/authkit/redirect-uri and
 * cors-origin
 */
export function environmentRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post('/user_management/redirect_uris', async (c) => {
    const { uri } = await readBody(c, z.object({ uri: z.string() }));
    const problem = redirectUriProblem(uri);
    if (problem) throw unprocessable(problem);
    if (allowedRedirectUris(local).includes(uri)) {
      throw unprocessable(`Redirect URI '${uri}' already exists.`);
    }
    // The default is the redirect URI of the app that Local WorkOS was started for.
    return c.json({ object: 'redirect_uri', ...addRedirectUri(db, uri), default: false }, 201);
  });

  app.delete('/user_management/redirect_uris/:id', (c) => {
    const id = c.req.param('id');
    deleteRedirectUri(db, orNotFound(findRedirectUri(db, id), 'Redirect URI', id).id);
    return c.body(null, 204);
  });

  app.post('/user_management/cors_origins', async (c) => {
    const { origin } = await readBody(c, z.object({ origin: z.string() }));
    const problem = corsOriginProblem(origin);
    if (problem) throw unprocessable(problem);
    if (allowedOrigins(local).includes(origin)) {
      throw new ApiError(409, {
        code: 'duplicate_cors_origin',
        message: `CORS origin '${origin}' already exists.`,
      });
    }
    return c.json({ object: 'cors_origin', ...addCorsOrigin(db, origin) }, 201);
  });

  return app;
}
