import type { Hono } from 'hono';
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
import { assetRoutes } from './pages/assets.ts';
import { formRefusedPage } from './pages/layout.ts';
import { apiRoutes, dashboardRoutes, hostedRoutes, widgetRoutes } from './routes.ts';
import { type TestControls, testControlRoutes } from './test-controls.ts';

/** Adds every route to the app, behind the checks for its callers. */
export function compose(app: Hono, local: LocalWorkOS, controls: TestControls): void {
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
  for (const routes of [...dashboardRoutes, ...hostedRoutes]) app.route('/', routes(local));

  for (const path of ['/_widgets/*', '/client/graphql']) app.use(path, requireCaller(local));
  for (const routes of widgetRoutes) app.route('/', routes(local));

  // Unknown widget paths are 404, not 401 for a missing API key.
  app.all('/_widgets/*', (c) => c.notFound());

  app.use(requireApiKey(local.db));
  for (const routes of apiRoutes) app.route('/', routes(local));
}
