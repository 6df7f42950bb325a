import { callbackUrl } from '../http/callback-url.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { sendMail } from '../store/mails.ts';
import { createPasswordReset, type PasswordReset } from '../store/password-resets.ts';
import type { User } from '../store/users.ts';

/**
 * Emails the link for setting a new password.
 * @param authorizationRequestId The hosted sign-in that the person continues afterwards.
 * @param page The app's own page for the new password, instead of the hosted one.
 */
export function mailPasswordReset(
  { db, origin }: LocalWorkOS,
  user: User,
  { authorizationRequestId, page }: { authorizationRequestId?: string; page?: string } = {},
): PasswordReset {
  const { reset, token } = createPasswordReset(db, user.id);
  sendMail(db, {
    recipient: user.email,
    subject: 'Reset your password',
    body: 'Follow this link to choose a new password. It works once and expires in an hour.',
    link: {
      url: page
        ? callbackUrl(page, { token })
        : passwordResetUrl(
            origin,
            token,
            authorizationRequestId ? { authorization_session_id: authorizationRequestId } : {},
          ),
      label: 'Choose a new password',
    },
  });
  return reset;
}

/** The hosted page that takes the token. */
export function passwordResetUrl(origin: string, token: string, query: Record<string, string> = {}): string {
  return `${origin}/reset-password?${new URLSearchParams({ token, ...query })}`;
}
