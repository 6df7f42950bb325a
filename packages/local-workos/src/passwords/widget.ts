import type { CreatePassword201, UpdatePassword201 } from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { z } from 'zod';
import { refused } from '../http/api-error.ts';
import { callerUser } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { requireElevatedAccess } from '../http/elevated-access.ts';
import { readWidgetBody } from '../http/widget-body.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { findUser, type User, updateUser } from '../store/users.ts';
import { hashPassword, verifyPassword } from './hash.ts';
import { checkPassword, passwordStrengthError } from './policy.ts';

const PATH = '/_widgets/UserProfile';

const newPassword = z.string('Enter the new password.').min(1, 'Enter the new password.');
const createBody = z.object({ password: newPassword });
const updateBody = z.object({ newPassword, currentPassword: z.string('Enter your current password.') });

/** Sets a first password after an identity check, and changes a password given the current one. */
export function passwordRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();

  app.post(`${PATH}/create-password`, requireElevatedAccess(local), async (c) => {
    const user = callerUser(c);
    requirePasswords(local);
    if (user.password_hash) throw refused('You already have a password. Change it instead.');
    const { password } = await readWidgetBody(c, createBody);
    await setPassword(local, user, password);
    return c.json<CreatePassword201>({ success: true }, 201);
  });

  app.post(`${PATH}/update-password`, async (c) => {
    const user = callerUser(c);
    requirePasswords(local);
    if (!user.password_hash) throw refused('You have no password yet. Set one first.');
    const { newPassword: password, currentPassword } = await readWidgetBody(c, updateBody);
    local.rateLimits.requireForWidget('authentication', user.email);
    // The widget recognizes this text and shows its own message next to the field.
    if (!(await verifyPassword(user, currentPassword))) throw refused('Invalid credentials');
    await setPassword(local, user, password);
    return c.json<UpdatePassword201>({ success: true }, 201);
  });

  return app;
}

async function setPassword({ db }: LocalWorkOS, user: User, password: string): Promise<void> {
  const errors = await checkPassword(db, password, user.email, user);
  if (errors.length > 0) throw passwordStrengthError(errors);
  const hash = await hashPassword(password);
  // Another request may have set a password while this one was hashed.
  if (findUser(db, user.id)?.password_hash !== user.password_hash) {
    throw refused('Your password was changed in the meantime. Reload the page and try again.');
  }
  updateUser(db, user.id, { password_hash: hash });
}

function requirePasswords({ db }: LocalWorkOS): void {
  if (!readAuthenticationSettings(db).passwords) {
    throw refused('Signing in with a password is turned off in this environment.');
  }
}
