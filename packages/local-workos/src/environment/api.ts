import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, unprocessable } from '../http/api-error.ts';
import { allowedOrigins, allowedRedirectUris } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';
import { requireRow } from '../store/database.ts';
import { addCorsOrigin, addRedirectUri, listCorsOrigins, listRedirectUris } from '../store/settings.ts';

/** What an app sets up for itself: https://workos.com/docs/reference/authkit/redirect-uri and cors-origin */
export function environmentRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post('/user_management/redirect_uris', async (c) => {
    const { uri } = await readBody(c, z.object({ uri: z.url({ protocol: /^https?$/ }) }));
    if (allowedRedirectUris(local).includes(uri)) {
      throw unprocessable(`Redirect URI '${uri}' already exists.`);
    }
    addRedirectUri(db, uri);
    const created = requireRow(listRedirectUris(db).find((each) => each.uri === uri));
    // The default is that of the app this was started for.
    return c.json({ object: 'redirect_uri', ...created, default: false }, 201);
  });

  app.post('/user_management/cors_origins', async (c) => {
    const { origin } = await readBody(c, z.object({ origin: z.url({ protocol: /^https?$/ }) }));
    if (new URL(origin).origin !== origin) throw unprocessable(`'${origin}' is not an origin.`);
    if (allowedOrigins(local).includes(origin)) {
      throw new ApiError(409, {
        code: 'duplicate_cors_origin',
        message: `CORS origin '${origin}' already exists.`,
      });
    }
    addCorsOrigin(db, origin);
    const created = requireRow(listCorsOrigins(db).find((each) => each.origin === origin));
    return c.json({ object: 'cors_origin', ...created }, 201);
  });

  return app;
}
