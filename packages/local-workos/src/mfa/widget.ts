import type {
  CreateTotpFactorResponse,
  DeleteTotpFactors200,
  VerifyTotpFactor200,
} from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { z } from 'zod';
import { refused } from '../http/api-error.ts';
import { callerUser } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { requireElevatedAccess } from '../http/elevated-access.ts';
import { readWidgetBody } from '../http/widget-body.ts';
import {
  type AuthenticationChallenge,
  deleteAuthenticators,
  findChallenge,
  findFactor,
  listAuthenticators,
} from '../store/authentication-factors.ts';
import type { Database } from '../store/database.ts';
import type { User } from '../store/users.ts';
import {
  type ChallengeResult,
  challengeFactor,
  enrollAuthenticator,
  offersAuthenticator,
  verifyChallenge,
} from './authentication-factors.ts';
import { serializeChallenge, serializeFactor } from './serialize.ts';
import { totpEnrollment } from './totp.ts';

const PATH = '/_widgets/UserProfile';

const verifyBody = z.object({
  code: z.string('Enter the passcode.'),
  authenticationChallengeId: z.string('Setup has not been started.'),
});

/** Sets up an authenticator app in two steps, and removes it. Both require an identity check. */
export function authenticatorRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post(`${PATH}/create-totp-factor`, requireElevatedAccess(local), async (c) => {
    const user = callerUser(c);
    if (!offersAuthenticator(db, user.id, c.get('caller').organization)) {
      throw refused('Multi-factor authentication is turned off in this environment.');
    }
    if (listAuthenticators(db, user.id).length > 0) throw refused(ALREADY_SET_UP);
    const factor = await enrollAuthenticator(db, user);
    const { challenge } = challengeFactor(local, factor);
    return c.json<CreateTotpFactorResponse>(
      {
        authenticationFactor: serializeFactor(factor, await totpEnrollment(db, factor)),
        authenticationChallenge: serializeChallenge(challenge),
      },
      201,
    );
  });

  app.post(`${PATH}/verify-totp-factor`, requireElevatedAccess(local), async (c) => {
    const user = callerUser(c);
    const { code, authenticationChallengeId } = await readWidgetBody(c, verifyBody);
    if (listAuthenticators(db, user.id).length > 0) throw refused(ALREADY_SET_UP);
    const challenge = challengeOf(db, user, authenticationChallengeId);
    if (!challenge) throw refused('This setup was replaced by a newer one. Start again.');
    const result = await verifyChallenge(db, challenge, code);
    if (result !== 'valid' && result !== 'invalid') throw refused(PROBLEMS[result]);
    return c.json<VerifyTotpFactor200>({ success: result === 'valid' });
  });

  app.delete(`${PATH}/totp-factors`, requireElevatedAccess(local), (c) => {
    deleteAuthenticators(db, callerUser(c).id);
    return c.json<DeleteTotpFactors200>({ success: true });
  });

  return app;
}

const ALREADY_SET_UP = 'An authenticator app is already set up. Disable it first.';

const PROBLEMS: Record<Exclude<ChallengeResult, 'valid' | 'invalid'>, string> = {
  used: ALREADY_SET_UP,
  expired: 'This setup has expired. Start again.',
  too_many_attempts: 'Too many attempts. Reload the page and start again.',
};

/** Finds a challenge of the caller. Challenges of other people count as missing. */
function challengeOf(db: Database, user: User, id: string): AuthenticationChallenge | undefined {
  const challenge = findChallenge(db, id);
  const factor = challenge && findFactor(db, challenge.authentication_factor_id);
  return factor?.user_id === user.id ? challenge : undefined;
}
