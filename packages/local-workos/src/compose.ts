import { Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { handleError } from './http/api-error.ts';
import { requireApiKey } from './http/api-key.ts';
import { protectForms } from './http/browser.ts';
import { requireCaller } from './http/caller.ts';
import type { LocalWorkOS } from './http/context.ts';
import { allowConfiguredOrigins } from './http/cors.ts';
import { faultHookRoutes, playFaults } from './http/fault-hooks.ts';
import { limitBody } from './http/limit-body.ts';
import { localOnly } from './http/local-only.ts';
import { waitForLock } from './http/locked-data.ts';
import { logRequests } from './http/request-log.ts';
import { mayBePage } from './page-paths.ts';
import { assetRoutes } from './pages/assets.ts';
import { formRefusedPage } from './pages/layout.ts';
import { apiRoutes, type Routes, widgetRoutes } from './routes.ts';
import { type TestControls, testControlRoutes } from './test-controls.ts';

/** Answers requests: those of the APIs at once, and those of pages once their code has been loaded. */
export function compose(local: LocalWorkOS, controls: TestControls): Hono['fetch'] {
  const apis = composeApp(local, controls, []);
  let everything: Promise<Hono> | undefined;
  const loadEverything = async () => {
    const { dashboardRoutes, hostedRoutes } = await import('./page-routes.ts');
    return composeApp(local, controls, [...dashboardRoutes, ...hostedRoutes]);
  };
  return async (request, ...rest) => {
    if (!mayBePage(getPath(request))) return apis.fetch(request, ...rest);
    everything ??= loadEverything();
    return (await everything).fetch(request, ...rest);
  };
}

/** An app with these pages and the APIs, behind the checks for their callers. */
function composeApp(local: LocalWorkOS, controls: TestControls, pages: Routes): Hono {
  const app = new Hono();
  app.onError(handleError);
  app.notFound((c) =>
    c.json({ code: 'not_found', message: `Local WorkOS has no ${c.req.method} ${c.req.path}.` }, 404),
  );

  app.use(localOnly);
  app.use(logRequests(local.requestLog, local.options.latency));
  for (const path of ['/_widgets/*', '/client/graphql']) app.use(path, allowConfiguredOrigins(local));
  app.use(playFaults(local.faultHooks));
  app.use(limitBody);
  app.use(waitForLock(local.db, app));
  app.use(protectForms(local.db, formRefusedPage));

  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.route('/', assetRoutes());
  app.route('/', faultHookRoutes(local.faultHooks));
  app.route('/', testControlRoutes(controls));
  for (const routes of pages) app.route('/', routes(local));

  for (const path of ['/_widgets/*', '/client/graphql']) app.use(path, requireCaller(local));
  for (const routes of widgetRoutes) app.route('/', routes(local));

  // Unknown widget paths are 404, not 401 for a missing API key.
  app.all('/_widgets/*', (c) => c.notFound());

  app.use(requireApiKey(local.db));
  for (const routes of apiRoutes) app.route('/', routes(local));
  return app;
}
