import type {
  DeletePasskey200,
  RegisterPasskeyResponse,
  VerifyPasskey200,
} from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { z } from 'zod';
import { refused } from '../http/api-error.ts';
import { callerUser } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { requireElevatedAccess } from '../http/elevated-access.ts';
import { readWidgetBody } from '../http/widget-body.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import { deletePasskey } from '../store/passkeys.ts';
import { finishRegistration, type PasskeyProblem, startRegistration } from './webauthn.ts';

const PATH = '/_widgets/UserProfile/passkeys';

const verifyBody = z.object({
  challengeId: z.string('The registration has not been started.'),
  response: z.looseObject({}, 'The browser did not send a passkey.'),
});

/**
 * Adds and removes passkeys. Both require an identity check. The widget (1.18) does not show passkeys yet, but
 * its API has the operations.
 */
export function passkeyWidgetRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post(PATH, requireElevatedAccess(local), async (c) => {
    requirePasskeys(local);
    const { challengeId, options } = await startRegistration(local, callerUser(c));
    return c.json<RegisterPasskeyResponse>({ challengeId, options: { ...options } }, 201);
  });

  app.post(`${PATH}/verify`, requireElevatedAccess(local), async (c) => {
    requirePasskeys(local);
    const { challengeId, response } = await readWidgetBody(c, verifyBody);
    const result = await finishRegistration(local, callerUser(c), challengeId, response);
    if (!result.ok) throw refused(PROBLEMS[result.problem]);
    return c.json<VerifyPasskey200>({ success: true });
  });

  app.delete(`${PATH}/:passkeyId`, requireElevatedAccess(local), (c) => {
    const id = c.req.param('passkeyId');
    if (!deletePasskey(db, callerUser(c).id, id)) throw refused(`Passkey not found: '${id}'.`);
    return c.json<DeletePasskey200>({ success: true });
  });

  return app;
}

const PROBLEMS: Record<PasskeyProblem, string> = {
  expired: 'The registration has expired. Start again.',
  invalid: 'The passkey could not be verified.',
  registered: 'This passkey is already registered.',
  unknown: 'This passkey is unknown.',
};

function requirePasskeys({ db }: LocalWorkOS): void {
  if (!readAuthenticationSettings(db).passkeys) {
    throw refused('Passkeys are turned off in this environment.');
  }
}
