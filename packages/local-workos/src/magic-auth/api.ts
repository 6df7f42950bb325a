import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { emailAddress, readBody } from '../http/request-body.ts';
import { usableInvitation } from '../invitations/usable-invitation.ts';
import { type Database, requireRow } from '../store/database.ts';
import { sendMail } from '../store/mails.ts';
import { createOneTimeCode, findOneTimeCode, type ReadableCode } from '../store/one-time-codes.ts';
import { createUser, findUserByEmail } from '../store/users.ts';
import { serializeMailedCode } from '../users/serialize-mailed-code.ts';

const creation = z.object({
  email: emailAddress,
  invitation_token: z.string().optional(),
  ip_address: z.string().optional(),
  user_agent: z.string().optional(),
});

/** `/user_management/magic_auth`: https://workos.com/docs/reference/authkit/magic-auth */
export function magicAuthRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  const create = ({ email, invitation_token: token }: z.infer<typeof creation>) => {
    const invitation = token === undefined ? undefined : usableInvitation(db, token, email);
    local.rateLimits.requireForApi('magicAuth', email);
    return db.transaction(() => mailMagicCode(db, email, invitation?.id));
  };

  app.post('/user_management/magic_auth', async (c) =>
    c.json(serialize(db, create(await readBody(c, creation))), 201),
  );

  // Deprecated. Node SDKs before 8 have a method for it, which returns nothing.
  app.post('/user_management/magic_auth/send', async (c) => {
    create(await readBody(c, creation));
    return c.json({});
  });

  app.get('/user_management/magic_auth/:id', (c) => {
    const id = c.req.param('id');
    return c.json(serialize(db, orNotFound(findOneTimeCode(db, 'magic_auth', id), 'Magic Auth code', id)));
  });

  return app;
}

/** Emails a code for signing in. An address without a user gets one, which the code verifies. */
function mailMagicCode(db: Database, email: string, invitationId: string | undefined): ReadableCode {
  const user = findUserByEmail(db, email) ?? createUser(db, { email });
  const { id, code } = createOneTimeCode(db, user.id, 'magic_auth', invitationId);
  sendMail(db, {
    recipient: user.email,
    subject: `${code} is your sign-in code`,
    body: 'Enter this code to sign in. It works once and expires in ten minutes.',
    code,
    one_time_code_id: id,
  });
  return requireRow(findOneTimeCode(db, 'magic_auth', id));
}

function serialize(db: Database, code: ReadableCode) {
  return { object: 'magic_auth' as const, ...serializeMailedCode(db, code) };
}
