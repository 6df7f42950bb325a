import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { handleError } from './http/api-error.ts';
import { requireApiKey } from './http/api-key.ts';
import { requireCaller } from './http/caller.ts';
import type { LocalWorkOS } from './http/context.ts';
import { allowConfiguredOrigins } from './http/cors.ts';
import { FaultHooks, faultHookRoutes, playFaults } from './http/fault-hooks.ts';
import { replayIdempotentRequests } from './http/idempotency.ts';
import { localOnly } from './http/local-only.ts';
import { DEFAULT_OPTIONS, type Options, originOf } from './http/options.ts';
import { logRequests, RequestLog } from './http/request-log.ts';
import { loadSigningKey } from './http/signing-key.ts';
import { assetRoutes } from './pages/assets.ts';
import { registerReactions } from './reactions.ts';
import { apiRoutes, dashboardRoutes, hostedRoutes, widgetRoutes } from './routes.ts';
import type { SeedInput } from './seed/schema.ts';
import { isSeeded } from './store/continue-as.ts';
import { Database, deleteDataFile, lockDataFile } from './store/database.ts';
import { deleteExpired } from './store/expired.ts';

/** A running Local WorkOS. */
export interface RunningServer {
  local: LocalWorkOS;
  origin: string;
  close(): Promise<void>;
}

/**
 * Starts Local WorkOS on loopback.
 * @param overrides Options other than the defaults; port 0 takes a free one. With `reset` the data is deleted first.
 *   `seed` is the path of a file, or what one would say; data that is there already is left as it is.
 * @param clock What time it is; tests turn it forward.
 * @throws DataFileError, SeedError, or the system's error when the port is in use.
 */
export async function startServer(
  {
    reset = false,
    seed,
    ...overrides
  }: Partial<Options> & { reset?: boolean; seed?: string | SeedInput } = {},
  clock: () => Date = () => new Date(),
): Promise<RunningServer> {
  const options = { ...DEFAULT_OPTIONS, ...overrides };
  // The port comes first: where another one runs already, its data is not touched.
  const app = new Hono();
  const server = serve({
    fetch: app.fetch,
    hostname: '127.0.0.1',
    port: options.port,
    // Longer than clients keep a connection: one that is closed just when it is used again fails a request.
    serverOptions: { keepAliveTimeout: 65_000 },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const stopListening = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  let unlock = () => {};
  try {
    const file = dataFile(options.data);
    unlock = lockDataFile(file);
    if (reset) deleteDataFile(file);
    const db = new Database(file, clock);
    registerReactions(db);
    deleteExpired(db);
    if (!isSeeded(db)) await fill(db, seed);
    const local: LocalWorkOS = {
      db,
      options,
      signingKey: loadSigningKey(db),
      requestLog: new RequestLog(),
      faultHooks: new FaultHooks(),
      origin: originOf(server.address() as AddressInfo),
    };
    compose(app, local);
    return {
      local,
      origin: local.origin,
      close: async () => {
        // The key may still be in the making, and is then written.
        await local.signingKey;
        await stopListening();
        db.close();
        unlock();
      },
    };
  } catch (error) {
    await stopListening();
    unlock();
    throw error;
  }
}

/** Writes the seed. What reads and checks it is loaded only here: most starts find their data. */
async function fill(db: Database, seed: string | SeedInput | undefined): Promise<void> {
  const [{ loadSeed }, { seedDatabase }] = await Promise.all([
    import('./seed/load.ts'),
    import('./seed/seed.ts'),
  ]);
  seedDatabase(db, await loadSeed(seed));
}

/** The data file in the folder that `--data` names. */
function dataFile(data: string): string {
  return data === ':memory:' ? data : join(data, 'workos.db');
}

function compose(app: Hono, local: LocalWorkOS): void {
  app.onError(handleError);
  app.notFound((c) =>
    c.json({ code: 'not_found', message: `Local WorkOS has no ${c.req.method} ${c.req.path}.` }, 404),
  );

  app.use(localOnly);
  app.use(logRequests(local.requestLog, local.options.latency));
  for (const path of ['/_widgets/*', '/client/graphql']) app.use(path, allowConfiguredOrigins(local));
  app.use(playFaults(local.faultHooks));

  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.route('/', assetRoutes());
  app.route('/', faultHookRoutes(local.faultHooks));
  for (const routes of [...dashboardRoutes, ...hostedRoutes]) app.route('/', routes(local));

  for (const path of ['/_widgets/*', '/client/graphql']) app.use(path, requireCaller(local));
  for (const routes of widgetRoutes) app.route('/', routes(local));

  // What is left of these paths is not there, rather than in need of an API key.
  app.all('/_widgets/*', (c) => c.notFound());

  app.use(requireApiKey(local.db));
  app.use(replayIdempotentRequests(local.db));
  for (const routes of apiRoutes) app.route('/', routes(local));
}
