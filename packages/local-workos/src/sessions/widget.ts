import type {
  ActiveSession,
  ActiveSessionsResponse,
  RevokeAllSessions200,
  RevokeSession200,
} from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { z } from 'zod';
import { refused } from '../http/api-error.ts';
import { callerUser } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readWidgetBody } from '../http/widget-body.ts';
import type { Database } from '../store/database.ts';
import { findSessionLocation } from '../store/session-locations.ts';
import {
  endSession,
  findActiveSession,
  findSession,
  listActiveSessions,
  type Session,
} from '../store/sessions.ts';

const PATH = '/_widgets/UserProfile/sessions';

const revokeAllBody = z.object({ currentSessionId: z.string('currentSessionId must be text.') });

/**
 * The API of <UserSessions>. These are AuthKit's own sessions, so a revoked session can no longer be refreshed.
 */
export function userSessionRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get(PATH, (c) => {
    const sessions = listActiveSessions(db, callerUser(c).id);
    return c.json<ActiveSessionsResponse>({ data: sessions.map((session) => serializeSession(db, session)) });
  });

  app.delete(`${PATH}/revoke-all`, async (c) => {
    const user = callerUser(c);
    const { currentSessionId } = await readWidgetBody(c, revokeAllBody);
    const sessions = listActiveSessions(db, user.id);
    // Empty when the widget does not know its own session. An unknown id must not sign out every session.
    if (currentSessionId && !sessions.some(({ id }) => id === currentSessionId)) {
      throw refused('currentSessionId is not one of your active sessions.');
    }
    db.transaction(() => {
      for (const { id } of sessions) if (id !== currentSessionId) endSession(db, id);
    });
    return c.json<RevokeAllSessions200>({ success: true });
  });

  app.delete(`${PATH}/revoke/:sessionId`, (c) => {
    const user = callerUser(c);
    const sessionId = c.req.param('sessionId');
    if (findSession(db, sessionId)?.user_id !== user.id) throw refused(`Session not found: '${sessionId}'.`);
    if (!findActiveSession(db, sessionId)) throw refused('This session has already ended.');
    endSession(db, sessionId);
    return c.json<RevokeSession200>({ success: true });
  });

  return app;
}

function serializeSession(db: Database, session: Session): ActiveSession {
  const location = findSessionLocation(db, session.id);
  const usedMethod = USED_METHODS[session.authentication_method];
  return {
    ...NO_METHOD,
    ...(usedMethod ? { [usedMethod]: true } : {}),
    id: session.id,
    userlandUserId: session.user_id,
    ipAddress: session.ip_address,
    userAgent: session.user_agent,
    organizationId: session.organization_id,
    state: { tag: 'Active', expiresAt: session.expires_at },
    currentLocation: location
      ? { cityName: location.city_name, countryISOCode: location.country_iso_code }
      : null,
    impersonatorUserId: null,
    impersonatorEmail: session.impersonator_email,
    impersonationReason: session.impersonation_reason,
    lastActivityAt: session.last_activity_at,
    createdAt: session.created_at,
    updatedAt: session.updated_at,
  };
}

type UsedMethod = Extract<keyof ActiveSession, `used${string}`>;

const NO_METHOD: Record<UsedMethod, boolean> = {
  usedSsoAuth: false,
  usedPasswordAuth: false,
  usedPasskeyAuth: false,
  usedAppleOauth: false,
  usedBitbucketOauth: false,
  usedGithubOauth: false,
  usedGitLabOauth: false,
  usedGoogleOauth: false,
  usedLinkedInOauth: false,
  usedImpersonation: false,
  usedMicrosoftOauth: false,
  usedSlackOauth: false,
  usedXeroOauth: false,
  usedMagicAuth: false,
};

/** Keyed by the `authentication_method` of an authentication response. */
const USED_METHODS: Record<string, UsedMethod | undefined> = {
  SSO: 'usedSsoAuth',
  Password: 'usedPasswordAuth',
  Passkey: 'usedPasskeyAuth',
  AppleOAuth: 'usedAppleOauth',
  BitbucketOAuth: 'usedBitbucketOauth',
  GitHubOAuth: 'usedGithubOauth',
  GitLabOAuth: 'usedGitLabOauth',
  GoogleOAuth: 'usedGoogleOauth',
  LinkedInOAuth: 'usedLinkedInOauth',
  Impersonation: 'usedImpersonation',
  MicrosoftOAuth: 'usedMicrosoftOauth',
  SlackOAuth: 'usedSlackOauth',
  XeroOAuth: 'usedXeroOauth',
  MagicAuth: 'usedMagicAuth',
};
