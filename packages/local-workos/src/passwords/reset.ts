import type { LocalWorkOS } from '../http/context.ts';
import type { Database } from '../store/database.ts';
import { appendEvent } from '../store/events.ts';
import { findPasswordResetByToken, type PasswordReset } from '../store/password-resets.ts';
import { endSessions } from '../store/sessions.ts';
import { findUser, type User, updateUser } from '../store/users.ts';
import { passwordResetEvent } from './events.ts';
import { hashPassword } from './hash.ts';
import { checkPassword } from './policy.ts';

export type ResetProblem = 'unknown' | 'used' | 'expired';

/** Returns the reset of a token, or the reason why it cannot be used. */
export function usableReset(db: Database, token: string): PasswordReset | ResetProblem {
  const reset = findPasswordResetByToken(db, token);
  if (!reset) return 'unknown';
  if (reset.used_at) return 'used';
  return reset.expires_at <= db.timestamp() ? 'expired' : reset;
}

type ResetResult =
  | { ok: true; user: User }
  | { ok: false; problem: ResetProblem }
  | { ok: false; problem: 'password'; errors: Awaited<ReturnType<typeof checkPassword>> };

/** Sets a new password with a token, which proves the mailbox. All sessions of the person end. */
export async function resetPassword(
  { db }: LocalWorkOS,
  token: string,
  password: string,
): Promise<ResetResult> {
  const reset = usableReset(db, token);
  if (typeof reset === 'string') return { ok: false, problem: reset };
  const user = findUser(db, reset.user_id);
  if (!user) return { ok: false, problem: 'unknown' };
  const errors = await checkPassword(db, password, user.email, user);
  if (errors.length > 0) return { ok: false, problem: 'password', errors };

  const hash = await hashPassword(password);
  return db.transaction((): ResetResult => {
    // The token may have been used while the password was hashed.
    const open = usableReset(db, token);
    if (typeof open === 'string') return { ok: false, problem: open };
    const changed = updateUser(db, user.id, { password_hash: hash, email_verified: 1 });
    endSessions(db, user.id);
    appendEvent(db, passwordResetEvent('password_reset.succeeded', open, changed.email));
    return { ok: true, user: changed };
  });
}
