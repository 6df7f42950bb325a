import type { MiddlewareHandler } from 'hono';
import type { Database } from '../store/database.ts';
import { hashSecret, newSecret } from '../store/ids.ts';
import { forbidden } from './api-error.ts';
import { callerUser } from './caller.ts';
import type { LocalWorkOS } from './context.ts';

/** The header that the widgets send the token in. */
const HEADER = 'x-elevated-access-token';
const LIFETIME_SECONDS = 600;

/**
 * Grants elevated access after an identity check. For ten minutes, together with the widget token, it allows
 * the operations that {@link requireElevatedAccess} guards.
 */
export function grantElevatedAccess(
  db: Database,
  userId: string,
): { elevatedAccessToken: string; expiresAt: string } {
  const elevatedAccessToken = newSecret();
  const expiresAt = db.timestampIn(LIFETIME_SECONDS);
  db.insert('elevated_access_tokens', {
    token_hash: hashSecret(elevatedAccessToken),
    user_id: userId,
    expires_at: expiresAt,
    created_at: db.timestamp(),
  });
  return { elevatedAccessToken, expiresAt };
}

/** Revokes a person's elevated access. */
export function endElevatedAccess(db: Database, userId: string): void {
  db.run('DELETE FROM elevated_access_tokens WHERE user_id = :userId', { userId });
}

/** Requires the caller's own elevated access token, unexpired. */
export function requireElevatedAccess({ db }: LocalWorkOS): MiddlewareHandler {
  return async (c, next) => {
    const user = callerUser(c);
    const token = db.get(
      `SELECT user_id FROM elevated_access_tokens
       WHERE token_hash = :hash AND user_id = :userId AND expires_at > :now`,
      { hash: hashSecret(c.req.header(HEADER) ?? ''), userId: user.id, now: db.timestamp() },
    );
    if (!token) throw forbidden('Elevated access is required: verify your identity, then try again.');
    await next();
  };
}
