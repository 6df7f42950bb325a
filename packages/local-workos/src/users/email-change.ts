import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ApiError } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { endElevatedAccess } from '../http/elevated-access.ts';
import { emailAddress } from '../http/request-body.ts';
import { resendInvitation } from '../invitations/invite.ts';
import type { Database } from '../store/database.ts';
import { countEmailChanges, createEmailChange, findLatestEmailChange } from '../store/email-changes.ts';
import { readdressInvitations } from '../store/invitations.ts';
import { type OneTimeCodeResult, redeemOneTimeCode } from '../store/one-time-codes.ts';
import { findUserByEmail, type User, updateUser } from '../store/users.ts';
import { mailEmailChangeCode } from './mails.ts';

/** WorkOS has such a quota, but does not document its size. */
const CODES_A_DAY = 10;
const DAY_SECONDS = 86_400;

/**
 * Emails a code to the new address of a person. Codes and statuses are those of the public API:
 * https://workos.com/docs/reference/authkit/user
 * @throws ApiError 409, 422 or 429 with the reason.
 */
export function sendEmailChange(
  local: LocalWorkOS,
  user: User,
  newEmail: string,
): { newEmail: string; expiresAt: string; createdAt: string } {
  const { db } = local;
  const email = newEmail.trim();
  if (!emailAddress.safeParse(email).success) throw problem('invalid_email');
  if (email.toLowerCase() === user.email.toLowerCase()) throw problem('email_change_not_needed');
  requireAvailable(db, email);
  if (countEmailChanges(db, user.id, DAY_SECONDS) >= CODES_A_DAY) throw problem('daily_quota_exceeded');

  return db.transaction(() => {
    createEmailChange(db, user.id, email);
    const { expiresAt } = mailEmailChangeCode(local, user, email);
    return { newEmail: email, expiresAt, createdAt: db.timestamp() };
  });
}

/**
 * Changes the address if the code matches the one emailed to it.
 * @throws ApiError 400, 409 or 429 with the reason. The address then stays unchanged.
 */
export function confirmEmailChange(local: LocalWorkOS, user: User, code: string): User {
  const { db } = local;
  const change = findLatestEmailChange(db, user.id);
  if (!change) throw problem('no_pending_email_change');
  if (!change.confirmed_at) requireAvailable(db, change.new_email);

  const changed = db.transaction(() => {
    const result = redeemOneTimeCode(db, user.id, 'email_change', code);
    if (result !== 'ok') return CODE_PROBLEMS[result];
    db.update('email_changes', change.id, { confirmed_at: db.timestamp() });
    leaveMailbox(local, user, change.new_email);
    return updateUser(db, user.id, { email: change.new_email, email_verified: 1 });
  });
  if (typeof changed === 'string') throw problem(changed);
  return changed;
}

/**
 * Invalidates the codes and links in the old mailbox, and access granted through them. Moves open invitations
 * to the new address.
 */
export function leaveMailbox(local: LocalWorkOS, user: User, newEmail: string): void {
  const { db } = local;
  endElevatedAccess(db, user.id);
  db.run("DELETE FROM one_time_codes WHERE user_id = :id AND purpose <> 'email_change'", { id: user.id });
  db.run('UPDATE password_resets SET expires_at = :now WHERE user_id = :id AND expires_at > :now', {
    id: user.id,
    now: db.timestamp(),
  });
  for (const invitation of readdressInvitations(db, user.email, newEmail)) {
    resendInvitation(local, invitation);
  }
}

function requireAvailable(db: Database, email: string): void {
  if (findUserByEmail(db, email)) throw problem('email_not_available');
}

/** The widget's dialog shows these messages. */
const PROBLEMS = {
  invalid_email: [422, 'Enter a valid email address.'],
  email_change_not_needed: [409, 'This is already your email address.'],
  email_not_available: [409, 'This email address is not available.'],
  daily_quota_exceeded: [429, 'Too many codes were sent today. Try again tomorrow.'],
  no_pending_email_change: [409, 'There is no email address to confirm. Request a code first.'],
  email_change_code_incorrect: [400, 'That code is incorrect. Check the latest email.'],
  email_change_code_expired: [400, 'That code has expired. Request a new one.'],
  email_change_code_previously_used: [409, 'That code has already been used. Request a new one.'],
  email_change_too_many_attempts: [429, 'Too many attempts. Request a new code.'],
} as const satisfies Record<string, readonly [status: ContentfulStatusCode, message: string]>;

type Problem = keyof typeof PROBLEMS;

const CODE_PROBLEMS: Record<Exclude<OneTimeCodeResult, 'ok'>, Problem> = {
  invalid: 'email_change_code_incorrect',
  expired: 'email_change_code_expired',
  used: 'email_change_code_previously_used',
  too_many_attempts: 'email_change_too_many_attempts',
};

function problem(code: Problem): ApiError {
  const [status, message] = PROBLEMS[code];
  return new ApiError(status, { code, message });
}
