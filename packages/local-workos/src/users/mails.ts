import type { LocalWorkOS } from '../http/context.ts';
import { sendMail } from '../store/mails.ts';
import { createOneTimeCode } from '../store/one-time-codes.ts';
import type { User } from '../store/users.ts';

/** Emails the code that verifies a person's address. @returns The id of the verification. */
export function mailVerificationCode({ db }: LocalWorkOS, user: User): string {
  const { id, code } = createOneTimeCode(db, user.id, 'email_verification');
  sendMail(db, {
    recipient: user.email,
    subject: `${code} is your verification code`,
    body: 'Enter this code to verify your email address. It works once and expires in ten minutes.',
    code,
    one_time_code_id: id,
  });
  return id;
}

/** Emails the code for an identity check. @returns The id of the challenge. */
export function mailIdentityCheck({ db }: LocalWorkOS, user: User): string {
  const { id, code } = createOneTimeCode(db, user.id, 'elevated_access');
  sendMail(db, {
    recipient: user.email,
    subject: `${code} confirms that it is you`,
    body: 'Enter this code to continue with a change to your account. It works once and expires in ten minutes.',
    code,
    one_time_code_id: id,
  });
  return id;
}

/** Emails a code to the new address of a person. */
export function mailEmailChangeCode(
  { db }: LocalWorkOS,
  user: User,
  newEmail: string,
): { expiresAt: string } {
  const { id, code, expiresAt } = createOneTimeCode(db, user.id, 'email_change');
  sendMail(db, {
    recipient: newEmail,
    subject: `${code} is your code to change your email address`,
    body: `Enter this code to use this address instead of ${user.email}. It works once and expires in ten minutes.`,
    code,
    one_time_code_id: id,
  });
  return { expiresAt };
}
