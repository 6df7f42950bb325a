import { Hono } from 'hono';
import { notFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { findUser } from '../store/users.ts';
import { drawPicture } from './pictures.ts';

/**
 * `GET /pictures/:id.svg`: the image of `profile_picture_url`. Any page can embed it. It runs and loads
 * nothing.
 */
export function pictureRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  app.get('/pictures/:file', (c) => {
    const file = c.req.param('file');
    const user = file.endsWith('.svg') ? findUser(db, file.slice(0, -'.svg'.length)) : undefined;
    if (!user) throw notFound('Picture', file);
    return c.body(String(drawPicture(user)), 200, {
      'Content-Type': 'image/svg+xml',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'X-Content-Type-Options': 'nosniff',
      // The initials change when the person is renamed.
      'Cache-Control': 'no-cache',
    });
  });
  return app;
}
