import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, notFound, unprocessable } from '../http/api-error.ts';
import { allowedOrigins, configuredOrigins } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readBody, readQuery } from '../http/request-body.ts';
import { addCorsOrigin, type CorsOrigin, pageCorsOrigins } from '../store/cors-origins.ts';
import {
  addRedirectUri,
  configuredRedirectUriId,
  deleteRedirectUri,
  findRedirectUri,
  pageRedirectUris,
  type RedirectUri,
} from '../store/redirect-uris.ts';
import { corsOriginProblem } from './cors-origins.ts';
import {
  allowedRedirectUris,
  configuredRedirectUris,
  defaultRedirectUri,
  redirectUriProblem,
} from './redirect-uris.ts';

/**
 * Settings that an app can read and change through the API: https://workos.com/docs/reference/authkit/redirect-uri and
 * cors-origin
 */
export function environmentRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  // The default is the redirect URI of the app that Local WorkOS was started for.
  const serializeRedirectUri = ({ id, uri, created_at, updated_at }: RedirectUri) => ({
    object: 'redirect_uri' as const,
    id,
    uri,
    default: uri === defaultRedirectUri(local),
    created_at,
    updated_at,
  });

  app.get('/user_management/redirect_uris', (c) => {
    const page = pageRedirectUris(db, readQuery(c, pageQuery), configuredRedirectUris(local));
    return c.json(listResponse(page, serializeRedirectUri));
  });

  app.post('/user_management/redirect_uris', async (c) => {
    const { uri } = await readBody(c, z.object({ uri: z.string() }));
    const problem = redirectUriProblem(uri);
    if (problem) throw unprocessable(problem);
    if (allowedRedirectUris(local).includes(uri)) {
      throw unprocessable(`Redirect URI '${uri}' already exists.`);
    }
    return c.json(serializeRedirectUri(addRedirectUri(db, uri)), 201);
  });

  app.delete('/user_management/redirect_uris/:id', (c) => {
    const id = c.req.param('id');
    const configured = configuredRedirectUris(local);
    const uri =
      findRedirectUri(db, id)?.uri ?? configured.find((each) => configuredRedirectUriId(each) === id);
    if (uri === undefined) throw notFound('Redirect URI', id);
    if (uri === defaultRedirectUri(local)) throw conflict('Cannot delete the default redirect URI.');
    if (configured.includes(uri)) {
      throw conflict(`Cannot delete '${uri}': it comes from the command line of Local WorkOS.`);
    }
    deleteRedirectUri(db, id);
    return c.body(null, 204);
  });

  app.get('/user_management/cors_origins', (c) => {
    const page = pageCorsOrigins(db, readQuery(c, pageQuery), configuredOrigins(local));
    return c.json(listResponse(page, serializeCorsOrigin));
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
    return c.json(serializeCorsOrigin(addCorsOrigin(db, origin)), 201);
  });

  return app;
}

function serializeCorsOrigin({ id, origin, created_at, updated_at }: CorsOrigin) {
  return { object: 'cors_origin' as const, id, origin, created_at, updated_at };
}

function conflict(message: string): ApiError {
  return new ApiError(409, { message });
}
