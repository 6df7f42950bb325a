import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound, refused } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readBody, readQuery } from '../http/request-body.ts';
import { listOAuthProfiles } from '../store/oauth-profiles.ts';
import { endSession, findActiveSession, pageActiveSessions } from '../store/sessions.ts';
import { findUser } from '../store/users.ts';
import { serializeSession } from './serialize.ts';

const revokeBody = z.object({ session_id: z.string(), return_to: z.string().optional() });

/**
 * Sessions and identities of a user: https://workos.com/docs/reference/authkit/session and
 * https://workos.com/docs/reference/authkit/identity
 */
export function userSessionApiRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (id: string) => orNotFound(findUser(db, id), 'User', id);

  app.get('/user_management/users/:id/sessions', (c) => {
    const user = find(c.req.param('id'));
    const page = pageActiveSessions(db, user.id, readQuery(c, pageQuery));
    return c.json(listResponse(page, serializeSession));
  });

  app.post('/user_management/sessions/revoke', async (c) => {
    const { session_id: sessionId } = await readBody(c, revokeBody);
    // The only documented status, which also applies if the session does not exist.
    if (!findActiveSession(db, sessionId)) throw refused(`No active session: '${sessionId}'.`);
    endSession(db, sessionId);
    return c.body(null, 200);
  });

  app.get('/user_management/users/:id/identities', (c) => {
    const user = find(c.req.param('id'));
    return c.json(
      listOAuthProfiles(db, user.id).map(({ idp_id, provider }) => ({ idp_id, type: 'OAuth', provider })),
    );
  });

  return app;
}
