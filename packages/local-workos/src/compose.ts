import { Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { handleError } from './http/api-error.ts';
import { requireApiKey } from './http/api-key.ts';
import { protectForms } from './http/browser.ts';
import { requireCaller } from './http/caller.ts';
import type { LocalWorkOS } from './http/context.ts';
import { AUTHENTICATE, allowBrowserSdks, allowConfiguredOrigins, WIDGET_PATHS } from './http/cors.ts';
import { faultHookRoutes, playFaults } from './http/fault-hooks.ts';
import { limitBody } from './http/limit-body.ts';
import { localOnly } from './http/local-only.ts';
import { waitForLock } from './http/locked-data.ts';
import { logRequests } from './http/request-log.ts';
import { mayBePage } from './page-paths.ts';
import { assetRoutes } from './pages/assets.ts';
import { formRefusedPage } from './pages/layout.ts';
import type { Routes } from './routes.ts';
import { type TestControls, testControlRoutes } from './test-controls.ts';

interface RouteGroups {
  pages?: Routes;
  widgets?: Routes;
  api?: Routes;
}

/** Answers requests. The code for pages, for the widgets, and for the public API is loaded at the first request for it. */
export function compose(local: LocalWorkOS, controls: TestControls): Hono['fetch'] {
  const start = composeApp(local, controls, {});
  const widgets = onFirstUse(async () => {
    const { widgetRoutes } = await import('./widget-routes.ts');
    return composeApp(local, controls, { widgets: widgetRoutes });
  });
  const api = onFirstUse(async () => {
    const { apiRoutes } = await import('./routes.ts');
    return composeApp(local, controls, { api: apiRoutes });
  });
  const pagesAndApi = onFirstUse(async () => {
    const [{ dashboardRoutes, hostedRoutes }, { apiRoutes }] = await Promise.all([
      import('./page-routes.ts'),
      import('./routes.ts'),
    ]);
    return composeApp(local, controls, { pages: [...dashboardRoutes, ...hostedRoutes], api: apiRoutes });
  });
  const appFor = (path: string): Hono | Promise<Hono> => {
    if (isOfStart(path)) return start;
    if (isOfWidgets(path)) return widgets();
    return mayBePage(path) ? pagesAndApi() : api();
  };
  return async (request, ...rest) => (await appFor(getPath(request))).fetch(request, ...rest);
}

/** What is there from the start: whether Local WorkOS runs, and the controls for tests. */
function isOfStart(path: string): boolean {
  return path === '/health' || path.startsWith('/_emulate/');
}

function isOfWidgets(path: string): boolean {
  return path.startsWith('/_widgets/') || path === '/client/graphql';
}

function onFirstUse<Result>(load: () => Promise<Result>): () => Promise<Result> {
  let loaded: Promise<Result> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/** An app with these routes, behind the checks for their callers. */
function composeApp(local: LocalWorkOS, controls: TestControls, groups: RouteGroups): Hono {
  const app = new Hono();
  app.onError(handleError);
  app.notFound((c) =>
    c.json({ code: 'not_found', message: `Local WorkOS has no ${c.req.method} ${c.req.path}.` }, 404),
  );

  app.use(localOnly(local));
  app.use(logRequests(local.requestLog, local.options.latency));
  for (const path of WIDGET_PATHS) app.use(path, allowConfiguredOrigins(local));
  app.use(AUTHENTICATE, allowBrowserSdks(local));
  app.use(playFaults(local.faultHooks));
  app.use(limitBody);
  app.use(waitForLock(local.db, app));
  app.use(protectForms(local.db, formRefusedPage));

  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.route('/', assetRoutes());
  app.route('/', faultHookRoutes(local.faultHooks));
  app.route('/', testControlRoutes(controls));
  for (const routes of groups.pages ?? []) app.route('/', routes(local));

  for (const path of WIDGET_PATHS) app.use(path, requireCaller(local));
  for (const routes of groups.widgets ?? []) app.route('/', routes(local));

  // Unknown widget paths are 404, not 401 for a missing API key.
  app.all('/_widgets/*', (c) => c.notFound());

  app.use(requireApiKey(local.db));
  for (const routes of groups.api ?? []) app.route('/', routes(local));
  return app;
}
