import { jwtVerify, SignJWT } from 'jose';
import { CLIENT_ID } from './config.ts';
import type { LocalWorkOS } from './context.ts';
import {
  findActiveMembership,
  membershipPermissions,
  membershipRoles,
} from './store/organization-memberships.ts';
import type { Session } from './store/sessions.ts';

/**
 * Signs the access token of a session, for the organization the session is in.
 * Claims: https://workos.com/docs/reference/authkit/session-tokens/access-token
 */
export async function signAccessToken(local: LocalWorkOS, session: Session): Promise<string> {
  return sign(local, local.options.accessTokenTtl, {
    sub: session.user_id,
    sid: session.id,
    client_id: CLIENT_ID,
    auth_time: Math.floor(Date.parse(session.created_at) / 1000),
    ...(session.impersonator_email ? { act: { sub: session.impersonator_email } } : {}),
    ...organizationClaims(local, session),
  });
}

/**
 * Signs a widget token. `permissions` holds the granted scopes: the widgets read them from the payload.
 * @param claims `userId` or `organizationId` may be missing, never both.
 */
export async function signWidgetToken(
  local: LocalWorkOS,
  claims: { userId?: string | undefined; organizationId?: string | undefined; scopes: readonly string[] },
): Promise<string> {
  return sign(local, local.options.widgetTokenTtl, {
    ...(claims.userId ? { sub: claims.userId } : {}),
    ...(claims.organizationId ? { org_id: claims.organizationId } : {}),
    aud: WIDGETS_AUDIENCE,
    permissions: claims.scopes,
  });
}

/** What the holder of a token is and may do, before the store is asked whether that still holds. */
export interface TokenClaims {
  userId: string | undefined;
  organizationId: string | undefined;
  /** Of an access token; a widget token has no session. */
  sessionId: string | undefined;
  permissions: readonly string[];
}

/** The claims of a token that this server signed and that has not expired, else undefined. */
export async function verifyToken(local: LocalWorkOS, token: string): Promise<TokenClaims | undefined> {
  try {
    const { payload } = await jwtVerify(token, (await local.signingKey).publicKey, {
      algorithms: ['RS256'],
      issuer: issuer(local),
      currentDate: local.db.now(),
    });
    return {
      userId: payload.sub,
      organizationId: typeof payload.org_id === 'string' ? payload.org_id : undefined,
      sessionId: typeof payload.sid === 'string' ? payload.sid : undefined,
      permissions: Array.isArray(payload.permissions) ? payload.permissions : [],
    };
  } catch {
    return undefined;
  }
}

const WIDGETS_AUDIENCE = 'widgets';

function issuer(local: LocalWorkOS): string {
  return `${local.origin}/user_management/${CLIENT_ID}`;
}

function organizationClaims(local: LocalWorkOS, session: Session): Record<string, unknown> {
  if (!session.organization_id) return {};
  const membership = findActiveMembership(local.db, session.user_id, session.organization_id);
  if (!membership) return {};
  const roles = membershipRoles(local.db, membership.id).map((role) => role.slug);
  return {
    org_id: session.organization_id,
    role: roles[0],
    roles,
    permissions: membershipPermissions(local.db, membership.id),
    entitlements: [],
    feature_flags: [],
  };
}

async function sign(
  local: LocalWorkOS,
  lifetimeSeconds: number,
  claims: Record<string, unknown>,
): Promise<string> {
  const key = await local.signingKey;
  const issuedAt = Math.floor(local.db.now().getTime() / 1000);
  return new SignJWT({ ...claims, jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setIssuer(issuer(local))
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(key.privateKey);
}
