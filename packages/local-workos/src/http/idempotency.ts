import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Database } from '../store/database.ts';
import { decrypt, encrypt } from '../store/encryption.ts';

const LIFETIME_SECONDS = 86_400;

/** A token is made anew each time: an old one would be nearer to its end, or past it, and name old permissions. */
const MINTS_TOKENS = /\/token$|^\/portal\/generate_link$/;

interface StoredResponse {
  status: number;
  body: string;
}

/**
 * Answers a POST with an `Idempotency-Key` that was seen within 24 hours as it was answered then. The SDK
 * sends one with each retry, so that a write which arrived is not done again.
 */
export function replayIdempotentRequests(db: Database): MiddlewareHandler {
  const underWay = new Map<string, Promise<void>>();

  return async (c, next) => {
    const header = c.req.header('Idempotency-Key');
    if (c.req.method !== 'POST' || !header || MINTS_TOKENS.test(c.req.path)) return next();
    const key = `${c.req.path} ${header}`;

    // A second request that comes while the first is worked on waits for its answer.
    await underWay.get(key);
    const stored = db.get<StoredResponse>(
      'SELECT status, body FROM idempotency_keys WHERE key = :key AND created_at > :oldest',
      { key, oldest: db.timestampIn(-LIFETIME_SECONDS) },
    );
    if (stored)
      return c.body(decrypt(db, stored.body), stored.status as ContentfulStatusCode, {
        'Content-Type': 'application/json',
      });

    const work = next().then(() => remember(db, key, c));
    underWay.set(
      key,
      work.catch(() => {}),
    );
    try {
      await work;
    } finally {
      underWay.delete(key);
    }
  };
}

/**
 * A success is kept, encrypted, because it may hold what is shown once. An error is not: the same request may
 * succeed later.
 */
async function remember(db: Database, key: string, c: Context): Promise<void> {
  if (!c.res.ok) return;
  const body = await c.res.clone().text();
  db.run(
    'INSERT OR REPLACE INTO idempotency_keys (key, status, body, created_at) VALUES (:key, :status, :body, :now)',
    { key, status: c.res.status, body: encrypt(db, body), now: db.timestamp() },
  );
}
