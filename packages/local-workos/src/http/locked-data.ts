import type { Hono, MiddlewareHandler } from 'hono';
import { DataFileError } from '../store/data-file-error.ts';
import type { Database } from '../store/database.ts';

const PATIENCE_MS = 4000;
const PAUSE_MS = 25;

/** POST requests that only read. Looking for a lock would cost as much as all that they read. */
const READ_ONLY = new Set(['/widgets/token', '/client/token', '/client/graphql']);

/**
 * Lets a write wait until the data file has been checked, and while another program, such as a database browser, has it
 * locked. It waits before it begins, so it is done as a whole or refused as a whole, and reads are answered meanwhile.
 * A GET that turns out to write, such as the beginning of a sign-in, is refused as a whole, and begun again.
 */
export function waitForLock(db: Database, app: Hono): MiddlewareHandler {
  const again = new WeakSet<Request>();
  return async (c, next) => {
    const { raw, method, path } = c.req;
    if (READ_ONLY.has(path)) return next();
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

/** @throws DataFileError if the file is damaged, or if the other program keeps it for too long. */
async function untilUnlocked(db: Database): Promise<void> {
  const damage = await db.checked();
  if (damage) throw damage;
  const deadline = performance.now() + PATIENCE_MS;
  while (db.isLocked()) {
    if (performance.now() > deadline) throw db.lockedError();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
