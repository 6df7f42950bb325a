import type { SendVerificationResponse, VerifyResponse } from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { z } from 'zod';
import { reauthenticated, visitorOf } from '../events/authentication.ts';
import { refused } from '../http/api-error.ts';
import { callerUser } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { grantElevatedAccess } from '../http/elevated-access.ts';
import { readWidgetBody } from '../http/widget-body.ts';
import { type OneTimeCodeResult, redeemOneTimeCode } from '../store/one-time-codes.ts';
import { updateUser } from '../store/users.ts';
import { mailIdentityCheck } from './mails.ts';

const PATH = '/_widgets/UserProfile';

const verifyBody = z.object({
  code: z.string('Enter the code.'),
  authenticationChallengeId: z.string('No code has been sent.'),
});

/** The identity check before a sensitive change: a correct emailed code grants elevated access. */
export function identityCheckRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post(`${PATH}/send-verification`, (c) =>
    c.json<SendVerificationResponse>({
      authenticationChallenge: mailIdentityCheck(local, callerUser(c)),
      type: 'EmailVerification',
    }),
  );

  app.post(`${PATH}/verify`, async (c) => {
    const user = callerUser(c);
    const { code, authenticationChallengeId } = await readWidgetBody(c, verifyBody);
    local.rateLimits.requireForWidget('authentication', user.email);
    const result = redeemOneTimeCode(db, user.id, 'elevated_access', code, authenticationChallengeId);
    if (result !== 'ok') throw refused(PROBLEMS[result]);
    reauthenticated(db, user, visitorOf(c));
    if (!user.email_verified) updateUser(db, user.id, { email_verified: 1 });
    return c.json<VerifyResponse>(grantElevatedAccess(db, user.id));
  });

  return app;
}

const PROBLEMS: Record<Exclude<OneTimeCodeResult, 'ok'>, string> = {
  // The widget shows its own message instead of this one.
  invalid: 'Bad Request',
  used: 'That code has already been used. Request a new one.',
  expired: 'That code has expired. Request a new one.',
  too_many_attempts: 'Too many attempts. Request a new code.',
};
