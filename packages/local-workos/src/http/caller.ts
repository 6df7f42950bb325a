import type { Context, MiddlewareHandler } from 'hono';
import { findActiveMembership, membershipPermissions } from '../store/memberships.ts';
import { findOrganization, type Organization } from '../store/organizations.ts';
import { findActiveSession } from '../store/sessions.ts';
import { findUser, type User } from '../store/users.ts';
import { forbidden } from './api-error.ts';
import { bearerToken } from './bearer-token.ts';
import type { LocalWorkOS } from './context.ts';
import { type TokenClaims, verifyToken } from './tokens.ts';

/** The caller of a widget operation, according to the token and confirmed by the store. */
export interface Caller {
  user: User | undefined;
  organization: Organization | undefined;
  /** The session of an AuthKit access token. Widget tokens have none. */
  sessionId: string | undefined;
  permissions: readonly string[];
}

declare module 'hono' {
  interface ContextVariableMap {
    caller: Caller;
  }
}

/**
 * Requires a widget token or an AuthKit access token. All refusals are 403, the only status that makes a widget
 * fetch a new token.
 */
export function requireCaller(local: LocalWorkOS): MiddlewareHandler {
  return async (c, next) => {
    const token = bearerToken(c);
    if (!token) throw forbidden('An authorization token is required.');
    const claims = await verifyToken(local, token);
    if (!claims) throw forbidden('The authorization token is invalid or has expired.');
    c.set('caller', confirm(local, claims));
    await next();
  };
}

/** Requires that both the token and the role of its holder have one of these permissions. */
export function requirePermission(...anyOf: string[]): MiddlewareHandler {
  return async (c, next) => {
    if (!anyOf.some((permission) => c.get('caller').permissions.includes(permission))) {
      throw forbidden(`The token lacks the permission ${anyOf.join(' or ')}.`);
    }
    await next();
  };
}

/** Returns the organization of the token. @throws ApiError 403 for a user-only token. */
export function callerOrganization(c: Context): Organization {
  const { organization } = c.get('caller');
  if (!organization) throw forbidden('The authorization token is not for an organization.');
  return organization;
}

/** Returns the user of the token. @throws ApiError 403 for an organization-only token. */
export function callerUser(c: Context): User {
  const { user } = c.get('caller');
  if (!user) throw forbidden('The authorization token is not for a user.');
  return user;
}

/** Checks the claims against the store, so that removed members and ended sessions lose access immediately. */
function confirm({ db }: LocalWorkOS, claims: TokenClaims): Caller {
  const { userId, organizationId, sessionId } = claims;
  const user = userId ? findUser(db, userId) : undefined;
  if (userId && !user) throw forbidden('The user of the token no longer exists.');
  if (sessionId && !findActiveSession(db, sessionId)) throw forbidden('The session has ended.');
  const organization = organizationId ? findOrganization(db, organizationId) : undefined;
  if (organizationId && !organization) throw forbidden('The organization of the token no longer exists.');

  let permissions = claims.permissions;
  if (user && organization) {
    const membership = findActiveMembership(db, user.id, organization.id);
    if (!membership) throw forbidden('The user is no longer a member of the organization.');
    const held = membershipPermissions(db, membership.id);
    permissions = permissions.filter((permission) => held.includes(permission));
  }
  return { user, organization, sessionId, permissions };
}
