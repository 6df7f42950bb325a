import type { Hono, MiddlewareHandler } from 'hono';
import { DataFileError } from '../store/data-file-error.ts';
import type { Database } from '../store/database.ts';

const PATIENCE_MS = 4000;
const PAUSE_MS = 25;

/**
 * Lets a write wait while another program, such as a database browser, has the data file locked. It waits before
 * it begins, so it is done as a whole or refused as a whole, and reads are answered meanwhile. A GET that turns out to
 * write, such as the beginning of a sign-in, is refused as a whole, and begun again.
 */
export function waitForLock(db: Database, app: Hono): MiddlewareHandler {
  const again = new WeakSet<Request>();
  return async (c, next) => {
    const { raw, method } = c.req;
    if (method !== 'GET' && method !== 'HEAD') {
      await untilUnlocked(db);
      return next();
    }
    await next();
    if (!(c.error instanceof DataFileError && c.error.code === 'data_file_locked') || again.has(raw)) return;
    again.add(raw);
    await untilUnlocked(db);
    c.res = await app.fetch(raw, c.env);
  };
}

/** @throws DataFileError if the other program keeps the file for too long. */
async function untilUnlocked(db: Database): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (db.isLocked()) {
    if (performance.now() > deadline) throw db.lockedError();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
