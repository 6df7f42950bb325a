import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { badRequest, oauthError } from '../http/api-error.ts';
import { apiKeys } from '../http/api-key.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { AUTHENTICATE } from '../http/cors.ts';
import { CLIENT_ID } from '../http/options.ts';
import { readBodyOrForm } from '../http/request-body.ts';
import { accessTokenClaims, signAccessToken } from '../sessions/access-token.ts';
import { type Database, requireRow } from '../store/database.ts';
import { touchMembership } from '../store/memberships.ts';
import {
  createSession,
  endSession,
  exchangeRefreshToken,
  findRefreshableSession,
  issueRefreshToken,
  type Session,
  touchSession,
} from '../store/sessions.ts';
import { findUser } from '../store/users.ts';
import { serializeUser } from '../users/serialize.ts';
import {
  emailVerificationSession,
  joinByInvitation,
  magicAuthSession,
  organizationSession,
  passwordSession,
  totpSession,
} from './api-sign-in.ts';
import { takeAuthorizationCode } from './authorization-requests.ts';
import { keepRefreshToken, keptRefreshToken } from './browser-session.ts';
import { deviceSession } from './device-grant.ts';
import { policyError, policyViolation, requireMembership } from './organization-policy.ts';

const client = {
  client_id: z.string(),
  client_secret: z.string().optional(),
  ip_address: z.string().optional(),
  user_agent: z.string().optional(),
};

const body = z.discriminatedUnion('grant_type', [
  z.object({
    ...client,
    grant_type: z.literal('authorization_code'),
    code: z.string(),
    code_verifier: z.string().optional(),
    invitation_token: z.string().optional(),
  }),
  z.object({
    ...client,
    grant_type: z.literal('refresh_token'),
    // Scripts of a page leave it to their browser's cookie.
    refresh_token: z.string().optional(),
    organization_id: z.string().min(1).nullish(),
  }),
  z.object({
    ...client,
    grant_type: z.literal('password'),
    email: z.string(),
    password: z.string(),
    invitation_token: z.string().optional(),
  }),
  z.object({
    ...client,
    grant_type: z.literal('urn:workos:oauth:grant-type:magic-auth:code'),
    code: z.string(),
    email: z.string(),
    invitation_token: z.string().optional(),
  }),
  z.object({
    ...client,
    grant_type: z.literal('urn:workos:oauth:grant-type:mfa-totp'),
    code: z.string(),
    pending_authentication_token: z.string(),
    authentication_challenge_id: z.string(),
  }),
  z.object({
    ...client,
    grant_type: z.literal('urn:workos:oauth:grant-type:email-verification:code'),
    code: z.string(),
    pending_authentication_token: z.string(),
  }),
  z.object({
    ...client,
    grant_type: z.literal('urn:ietf:params:oauth:grant-type:device_code'),
    device_code: z.string(),
  }),
  z.object({
    ...client,
    grant_type: z.literal('urn:workos:oauth:grant-type:organization-selection'),
    pending_authentication_token: z.string(),
    organization_id: z.string().min(1),
  }),
]);

const GRANTS: ReadonlySet<string> = new Set(body.options.map(({ shape }) => shape.grant_type.value));

type Body = ReturnType<typeof withRefreshToken>;
type Grant<Type extends Body['grant_type']> = Extract<Body, { grant_type: Type }>;

/** `POST /user_management/authenticate`: https://workos.com/docs/reference/authkit/authentication */
export function authenticateRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post(AUTHENTICATE, async (c) => {
    await requireKnownGrant(c);
    const grant = withRefreshToken(await readBodyOrForm(c, body), keptRefreshToken(c, local));
    checkClient(db, grant);
    const session = await grantSession(local, grant, c.req.header('User-Agent'));
    const claims = claimsOrEnd(local, grant, session);
    const refreshToken = db.transaction(() => {
      if (session.organization_id && !session.impersonator_email)
        touchMembership(db, session.user_id, session.organization_id);
      if (grant.grant_type !== 'refresh_token') return issueRefreshToken(db, session.id);
      touchSession(db, session.id, session.organization_id);
      return exchangeRefreshToken(db, session.id, grant.refresh_token);
    });
    if (grant.client_secret === undefined) keepRefreshToken(c, local, refreshToken);
    return c.json({
      user: serializeUser(local.origin, requireRow(findUser(db, session.user_id))),
      ...(session.organization_id ? { organization_id: session.organization_id } : {}),
      access_token: await signAccessToken(local, claims),
      refresh_token: refreshToken,
      authentication_method: session.authentication_method,
      ...impersonatorOf(session),
    });
  });

  return app;
}

/**
 * The claims come first: when there are none, a refresh token stays unused and its session in its organization, and a
 * new session that nobody holds a token of does not stay.
 */
function claimsOrEnd(local: LocalWorkOS, grant: Body, session: Session) {
  try {
    return accessTokenClaims(local, session);
  } catch (error) {
    if (grant.grant_type !== 'refresh_token') endSession(local.db, session.id);
    throw error;
  }
}

/** The validator would only list the types that it knows. */
async function requireKnownGrant(c: Context): Promise<void> {
  const { grant_type: type } = await readBodyOrForm(c, z.looseObject({ grant_type: z.unknown() }));
  if (typeof type === 'string' && !GRANTS.has(type))
    throw oauthError('invalid_request', `Local WorkOS does not serve the grant type '${type}'.`);
}

function withRefreshToken(grant: z.infer<typeof body>, kept: string | undefined) {
  if (grant.grant_type !== 'refresh_token') return grant;
  const refreshToken = grant.refresh_token ?? kept;
  if (refreshToken === undefined) throw oauthError('invalid_request', 'The refresh token is missing.');
  return { ...grant, refresh_token: refreshToken };
}

/** The impersonator of a session, as the response names them. */
function impersonatorOf({ impersonator_email: email, impersonation_reason: reason }: Session) {
  return email ? { impersonator: { email, reason } } : {};
}

/** A server authenticates with the API key, a public client with the PKCE verifier. */
function checkClient(db: Database, grant: Body): void {
  if (grant.client_id !== CLIENT_ID) throw oauthError('invalid_client', 'Invalid client ID.');
  if (grant.client_secret !== undefined && !apiKeys(db).includes(grant.client_secret)) {
    throw oauthError('invalid_client', 'Invalid client secret.');
  }
  const publicGrant =
    grant.grant_type === 'refresh_token' ||
    grant.grant_type === 'urn:ietf:params:oauth:grant-type:device_code' ||
    (grant.grant_type === 'authorization_code' && grant.code_verifier);
  if (grant.client_secret === undefined && !publicGrant) {
    throw oauthError('invalid_client', 'A client secret is required.');
  }
}

async function grantSession(
  local: LocalWorkOS,
  grant: Body,
  userAgent: string | undefined,
): Promise<Session> {
  switch (grant.grant_type) {
    case 'authorization_code':
      return codeSession(local, grant);
    case 'refresh_token':
      return refreshedSession(local, grant);
    case 'password':
      return passwordSession(local, { ...grant, user_agent: grant.user_agent ?? userAgent });
    case 'urn:workos:oauth:grant-type:magic-auth:code':
      return magicAuthSession(local, { ...grant, user_agent: grant.user_agent ?? userAgent });
    case 'urn:workos:oauth:grant-type:mfa-totp':
      return totpSession(local, grant);
    case 'urn:workos:oauth:grant-type:email-verification:code':
      return emailVerificationSession(local, grant);
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return deviceSession(local, { ...grant, user_agent: grant.user_agent ?? userAgent });
    case 'urn:workos:oauth:grant-type:organization-selection':
      return organizationSession(local, grant);
  }
}

function codeSession(local: LocalWorkOS, grant: Grant<'authorization_code'>): Session {
  const { db } = local;
  const code = takeAuthorizationCode(db, grant.code);
  if (!code) {
    throw oauthError('invalid_grant', `The code '${grant.code}' has expired, has been used, or is invalid.`);
  }
  const challenge =
    grant.code_verifier && createHash('sha256').update(grant.code_verifier).digest('base64url');
  if (code.code_challenge && code.code_challenge !== challenge) {
    throw oauthError('invalid_grant', 'Invalid code verifier.');
  }
  if (!code.code_challenge && grant.code_verifier) {
    throw badRequest('code_challenge_not_found', 'The authorization was started without a code challenge.');
  }
  const invitedTo =
    grant.invitation_token &&
    joinByInvitation(local, grant.invitation_token, requireRow(findUser(db, code.user_id)));
  const organizationId = invitedTo || code.organization_id;
  // The user may have been removed since choosing the organization.
  if (organizationId) requireMembership(db, code.user_id, organizationId);
  return createSession(db, {
    user_id: code.user_id,
    organization_id: organizationId,
    authentication_method: code.authentication_method,
    second_factor_at: code.second_factor_at,
    connection_id: code.connection_id,
    impersonator_email: code.impersonator_email ?? null,
    impersonation_reason: code.impersonation_reason ?? null,
    ip_address: grant.ip_address ?? code.ip_address,
    user_agent: grant.user_agent ?? code.user_agent,
  });
}

/** The session as it is to be. Nothing is stored yet. */
function refreshedSession({ db, options }: LocalWorkOS, grant: Grant<'refresh_token'>): Session {
  const session = findRefreshableSession(db, grant.refresh_token, options.refreshTokenGrace);
  if (!session)
    throw oauthError('invalid_grant', 'The session has ended, or the refresh token is used or invalid.');
  const organizationId = grant.organization_id ?? session.organization_id;
  if (organizationId) {
    requireMembership(db, session.user_id, organizationId);
    // An organization's policy does not apply to impersonators.
    const violation = session.impersonator_email ? undefined : policyViolation(db, organizationId, session);
    if (violation) throw policyError(violation);
  }
  return { ...session, organization_id: organizationId ?? null };
}
