import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, notFound, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { emailAddress, readBody } from '../http/request-body.ts';
import { type ResetProblem, resetPassword } from '../passwords/reset.ts';
import { mailPasswordReset, passwordResetUrl } from '../passwords/reset-mail.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { findConnectionOfAddress } from '../store/connections.ts';
import { type Database, requireRow } from '../store/database.ts';
import { findPasswordReset, type PasswordReset, passwordResetToken } from '../store/password-resets.ts';
import { findUser, findUserByEmail } from '../store/users.ts';
import { serializeUser } from './serialize.ts';

const creation = z.object({ email: emailAddress });
const deprecatedCreation = creation.extend({ password_reset_url: z.url({ protocol: /^https?$/ }) });
const confirmation = z.object({ token: z.string().min(1), new_password: z.string().min(1) });

/** `/user_management/password_reset`: https://workos.com/docs/reference/authkit/password-reset */
export function passwordResetApiRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  const create = (email: string, page?: string) => {
    requirePasswords(db);
    const user = orNotFound(findUserByEmail(db, email), 'User', email);
    if (findConnectionOfAddress(db, user.email)) {
      throw new ApiError(403, {
        code: 'password_reset_not_allowed',
        message: 'The user signs in through an identity provider and has no password to reset.',
      });
    }
    local.rateLimits.requireForApi('passwordReset', email);
    return mailPasswordReset(local, user, page === undefined ? {} : { page });
  };

  app.post('/user_management/password_reset', async (c) => {
    const { email } = await readBody(c, creation);
    return c.json(serialize(local, create(email)), 201);
  });

  // Deprecated. Node SDKs before 8 have a method for it, which returns nothing.
  app.post('/user_management/password_reset/send', async (c) => {
    const { email, password_reset_url: page } = await readBody(c, deprecatedCreation);
    create(email, page);
    return c.json({});
  });

  app.post('/user_management/password_reset/confirm', async (c) => {
    const { token, new_password: password } = await readBody(c, confirmation);
    requirePasswords(db);
    const result = await resetPassword(local, token, password);
    if (result.ok) return c.json({ user: serializeUser(local.origin, result.user) });
    if (result.problem === 'unknown') throw notFound('Password reset token', token);
    throw new ApiError(400, {
      code: 'password_reset_error',
      message: 'Could not reset the password.',
      errors: result.problem === 'password' ? result.errors : [PROBLEMS[result.problem]],
    });
  });

  app.get('/user_management/password_reset/:id', (c) => {
    const id = c.req.param('id');
    return c.json(serialize(local, orNotFound(findPasswordReset(db, id), 'Password reset', id)));
  });

  return app;
}

const PROBLEMS: Record<Exclude<ResetProblem, 'unknown'>, { code: string; message: string }> = {
  used: { code: 'password_reset_token_used', message: 'The token has already been used.' },
  expired: { code: 'password_reset_token_expired', message: 'The token has expired.' },
};

function requirePasswords(db: Database): void {
  if (readAuthenticationSettings(db).passwords) return;
  throw new ApiError(403, {
    code: 'email_password_auth_disabled',
    message: 'Email and password authentication is turned off in this environment.',
  });
}

function serialize({ db, origin }: LocalWorkOS, reset: PasswordReset) {
  const { id, user_id, expires_at, created_at } = reset;
  const token = orNotFound(passwordResetToken(db, reset), 'Password reset', id);
  return {
    object: 'password_reset' as const,
    id,
    user_id,
    email: requireRow(findUser(db, user_id)).email,
    password_reset_token: token,
    password_reset_url: passwordResetUrl(origin, token),
    expires_at,
    created_at,
  };
}
