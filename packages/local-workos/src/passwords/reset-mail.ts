import type { LocalWorkOS } from '../http/context.ts';
import { hashSecret, newId, newSecret } from '../store/ids.ts';
import { sendMail } from '../store/mails.ts';
import type { User } from '../store/users.ts';

/** One hour, as in WorkOS's password reset emails. */
const PASSWORD_RESET_SECONDS = 3600;

/** Emails the link for setting a new password. */
export function mailPasswordReset(
  { db, origin }: LocalWorkOS,
  user: User,
  authorizationRequestId: string,
): void {
  const token = newSecret();
  db.insert('password_resets', {
    id: newId('password_reset'),
    user_id: user.id,
    token_hash: hashSecret(token),
    expires_at: db.timestampIn(PASSWORD_RESET_SECONDS),
    created_at: db.timestamp(),
  });
  sendMail(db, {
    recipient: user.email,
    subject: 'Reset your password',
    body: 'Follow this link to choose a new password. It works once and expires in an hour.',
    link: {
      url: `${origin}/reset-password?token=${token}&authorization_session_id=${authorizationRequestId}`,
      label: 'Choose a new password',
    },
  });
}
