import { Hono } from 'hono';
import { z } from 'zod';
import { badRequest, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';
import { findOneTimeCode, type OneTimeCodeResult, redeemOneTimeCode } from '../store/one-time-codes.ts';
import { findUser, updateUser } from '../store/users.ts';
import { confirmEmailChange, sendEmailChange } from './email-change.ts';
import { mailVerificationCode } from './mails.ts';
import { serializeUser } from './serialize.ts';
import { serializeMailedCode } from './serialize-mailed-code.ts';

const code = z.object({ code: z.string().min(1) });
const newEmail = z.object({ new_email: z.string().min(1) });
const USER = '/user_management/users/:id';

/** Verification and change of email addresses: https://workos.com/docs/reference/authkit/email-verification */
export function userEmailRoutes(local: LocalWorkOS): Hono {
  const { db, origin } = local;
  const app = new Hono();
  const find = (id: string) => orNotFound(findUser(db, id), 'User', id);

  app.get('/user_management/email_verification/:id', (c) => {
    const id = c.req.param('id');
    const found = orNotFound(findOneTimeCode(db, 'email_verification', id), 'Email verification', id);
    return c.json({ object: 'email_verification' as const, ...serializeMailedCode(db, found) });
  });

  app.post(`${USER}/email_verification/send`, (c) => {
    const user = find(c.req.param('id'));
    if (user.email_verified) throw badRequest('email_already_verified', 'The email is already verified.');
    local.rateLimits.requireForApi('emailVerification', user.id);
    mailVerificationCode(local, user);
    return c.json({ user: serializeUser(origin, user) });
  });

  app.post(`${USER}/email_verification/confirm`, async (c) => {
    const user = find(c.req.param('id'));
    const body = await readBody(c, code);
    if (user.email_verified) {
      throw badRequest('email_previously_verified', 'The email has already been verified.');
    }
    const result = redeemOneTimeCode(db, user.id, 'email_verification', body.code);
    if (result !== 'ok') throw badRequest(...CODE_PROBLEMS[result]);
    return c.json({ user: serializeUser(origin, updateUser(db, user.id, { email_verified: 1 })) });
  });

  app.post(`${USER}/email_change/send`, async (c) => {
    const user = find(c.req.param('id'));
    const { new_email } = await readBody(c, newEmail);
    const { newEmail: email, expiresAt, createdAt } = sendEmailChange(local, user, new_email);
    return c.json({
      object: 'email_change' as const,
      user: serializeUser(origin, user),
      new_email: email,
      expires_at: expiresAt,
      created_at: createdAt,
    });
  });

  app.post(`${USER}/email_change/confirm`, async (c) => {
    const user = find(c.req.param('id'));
    const body = await readBody(c, code);
    const changed = confirmEmailChange(local, user, body.code);
    return c.json({ object: 'email_change_confirmation' as const, user: serializeUser(origin, changed) });
  });

  return app;
}

/** After too many tries, the code works no more, as if it had expired. */
const CODE_PROBLEMS: Record<Exclude<OneTimeCodeResult, 'ok'>, [code: string, message: string]> = {
  invalid: ['email_verification_code_incorrect', 'The code is incorrect.'],
  used: ['email_verification_code_previously_used', 'The code has already been used.'],
  expired: ['email_verification_code_expired', 'The code has expired.'],
  too_many_attempts: ['email_verification_code_expired', 'Too many attempts. Send a new code.'],
};
