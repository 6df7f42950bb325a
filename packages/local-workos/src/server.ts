import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { deliverWaitingEvents } from './audit-logs/deliver-events.ts';
import { compose } from './compose.ts';
import { Clock } from './http/clock.ts';
import type { LocalWorkOS } from './http/context.ts';
import { FaultHooks } from './http/fault-hooks.ts';
import { DEFAULT_OPTIONS, type Options, originOf } from './http/options.ts';
import { RateLimits } from './http/rate-limits.ts';
import { RequestLog } from './http/request-log.ts';
import { loadSigningKey } from './http/signing-key.ts';
import { registerReactions } from './reactions.ts';
import { recordEvents } from './record-events.ts';
import { seedToReturnTo } from './return-to-seed.ts';
import type { SeedInput } from './seed/schema.ts';
import { isSeeded } from './store/continue-as.ts';
import { deleteDataFile, lockDataFile } from './store/data-file.ts';
import { everythingLost } from './store/data-file-error.ts';
import { Database } from './store/database.ts';
import { deleteExpired } from './store/expired.ts';
import type { TestControls } from './test-controls.ts';
import { addAppEndpoint } from './webhooks/app-endpoint.ts';
import { deliverWebhooks } from './webhooks/deliver.ts';

/** A running Local WorkOS. */
export interface RunningServer extends TestControls {
  local: LocalWorkOS;
  origin: string;
  /** Stops it; a second call waits for the first. */
  close(): Promise<void>;
}

/**
 * Starts Local WorkOS on loopback.
 * @param overrides Options other than the defaults; port 0 takes a free one. With `reset` the data is deleted first.
 *   `seed` is the path of a file, or what one would say; data that is there already is left as it is.
 * @param systemClock What time it is outside; tests stop it.
 * @throws DataFileError, SeedError, or the system's error when the port is in use.
 */
export async function startServer(
  {
    reset = false,
    seed,
    ...overrides
  }: Partial<Options> & { reset?: boolean; seed?: string | SeedInput } = {},
  systemClock?: () => Date,
): Promise<RunningServer> {
  const options = { ...DEFAULT_OPTIONS, ...overrides };
  const composed = Promise.withResolvers<Hono['fetch']>();
  // The port comes first: where another one runs already, its data is not touched. Who asks early waits.
  const { address, stopListening } = await listen(
    (...request) => composed.promise.then((answer) => answer(...request)),
    options.port,
  );
  let closeData = () => {};
  try {
    const file = dataFile(options.data);
    const unlock = lockDataFile(file);
    closeData = unlock;
    if (reset) deleteDataFile(file);
    const clock = new Clock(systemClock);
    const db = new Database(file, () => clock.now());
    closeData = () => {
      db.close();
      unlock();
    };
    reportLoss(db, file);
    db.checked().then((damage) => damage && console.error(damage.message));
    registerReactions(db);
    recordEvents(db, originOf(address));
    deleteExpired(db);
    const returnToSeed = await seedToReturnTo(db, seed);
    const signingKey = untilItWorks(() => loadSigningKey(db));
    const local: LocalWorkOS = {
      db,
      options,
      get signingKey() {
        return signingKey();
      },
      requestLog: new RequestLog(),
      faultHooks: new FaultHooks(),
      rateLimits: new RateLimits(() => clock.now()),
      origin: originOf(address),
    };
    const controls: TestControls = {
      clock,
      async reset() {
        clock.reset();
        await returnToSeed();
        addAppEndpoint(local);
        local.faultHooks.clear();
        local.rateLimits.clear();
        local.requestLog.clear();
      },
    };
    // It is made now, so that it is there when the first token is signed.
    signingKey().catch(() => {});
    composed.resolve(compose(local, controls));
    addAppEndpoint(local);
    const stopDelivering = deliverWebhooks(db);
    deliverWaitingEvents(local);
    const stop = async () => {
      // The key may still be in the making, and is then written.
      await signingKey().catch(() => {});
      await stopListening();
      await stopDelivering();
      await db.checked();
      closeData();
    };
    let stopped: Promise<void> | undefined;
    return {
      ...controls,
      local,
      origin: local.origin,
      close: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await stopListening();
    closeData();
    throw error;
  }
}

/** @throws DataFileError when nothing is left: it would be seeded as if it were new. */
function reportLoss(db: Database, file: string): void {
  const lost = db.lostCommits();
  if (lost === 0) return;
  if (!isSeeded(db)) throw everythingLost(file);
  console.warn(
    `The last ${lost === 1 ? 'change' : `${lost} changes`} to the data file ${file} ${lost === 1 ? 'is' : 'are'} lost, because its write-ahead log ${file}-wal was cut or removed. Restore both from a copy, or go on with what is left.`,
  );
  db.acceptLoss();
}

async function listen(
  fetch: Hono['fetch'],
  port: number,
): Promise<{ address: AddressInfo; stopListening(): Promise<void> }> {
  const server = serve({
    fetch,
    hostname: '127.0.0.1',
    port,
    // Longer than clients keep a connection: one that is closed just when it is used again fails a request.
    serverOptions: { keepAliveTimeout: 65_000 },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  return {
    address: server.address() as AddressInfo,
    stopListening: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

/** Does the work once. After a failure, such as a full disk, it is done again for whoever asks next. */
function untilItWorks<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work().catch((error) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}

/** The data file in the folder that `--data` names. */
function dataFile(data: string): string {
  return data === ':memory:' ? data : resolve(data, 'workos.db');
}
