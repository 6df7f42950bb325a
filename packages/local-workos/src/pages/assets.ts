import { readFileSync } from 'node:fs';
import { Hono } from 'hono';

const ASSETS: Record<string, string> = {
  'styles.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'passkeys.js': 'text/javascript; charset=utf-8',
  'pipes-window.js': 'text/javascript; charset=utf-8',
  'submit-form.js': 'text/javascript; charset=utf-8',
};

/** The style sheet, scripts, and icon of Local WorkOS's pages. */
export function assetRoutes(): Hono {
  const app = new Hono();
  for (const [name, type] of Object.entries(ASSETS)) {
    const content = readFileSync(new URL(name, import.meta.url), 'utf8');
    app.get(`/assets/${name}`, (c) => c.body(content, 200, { 'Content-Type': type }));
  }
  app.get('/favicon.ico', (c) => c.redirect('/assets/icon.svg'));
  return app;
}
