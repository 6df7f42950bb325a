import type { MiddlewareHandler } from 'hono';
import type { Database } from '../store/database.ts';

const PATIENCE_MS = 4000;
const PAUSE_MS = 25;

/**
 * Lets a write wait while another program, such as a database browser, has the data file locked. It waits before
 * it begins, so it is done as a whole or refused as a whole, and reads are answered meanwhile.
 */
export function waitForLock(db: Database): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const deadline = performance.now() + PATIENCE_MS;
    while (db.isLocked()) {
      if (performance.now() > deadline) throw db.lockedError();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    await next();
  };
}
