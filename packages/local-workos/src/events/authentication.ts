import type { Context } from 'hono';
import type { Database } from '../store/database.ts';
import { appendEvent } from '../store/events.ts';

/** Where a sign-in comes from. */
export interface Visitor {
  ip_address?: string | null | undefined;
  user_agent?: string | null | undefined;
}

type AuthenticationType =
  | 'email_verification'
  | 'magic_auth'
  | 'mfa'
  | 'oauth'
  | 'passkey'
  | 'password'
  | 'sso';

/** The connection that a person comes through. */
export interface SsoDetails {
  organization_id: string | null;
  connection_id: string | null;
  session_id: string | null;
}

interface Attempt {
  type: AuthenticationType;
  visitor: Visitor;
  userId?: string | null | undefined;
  email?: string | null | undefined;
  sso?: SsoDetails | undefined;
}

/** The browser of a hosted page. Everybody is at this machine. */
export function visitorOf(c: Context): Visitor {
  return { ip_address: '127.0.0.1', user_agent: c.req.header('User-Agent') };
}

/** The type of a method of signing in, or undefined for one without events, such as impersonation. */
export function authenticationType(method: string): AuthenticationType | undefined {
  return method.endsWith('OAuth') ? 'oauth' : TYPES[method];
}

/** Appends `authentication.*_succeeded`: https://workos.com/docs/events/authentication */
export function authenticationSucceeded(db: Database, attempt: Attempt): void {
  append(db, 'succeeded', attempt);
}

/** Appends `authentication.*_failed`. @param error The code and message that the app or the person gets. */
export function authenticationFailed(
  db: Database,
  attempt: Attempt,
  [code, message]: readonly [code: string, message: string],
): void {
  append(db, 'failed', attempt, { error: { code, message } });
}

/** Appends `authentication.sso_started`. */
export function ssoStarted(db: Database, attempt: Omit<Attempt, 'type'>): void {
  append(db, 'started', { ...attempt, type: 'sso' });
}

/** Appends `authentication.reauthentication_succeeded`, when somebody proves before a change who they are. */
export function reauthenticated(db: Database, user: { id: string; email: string }, visitor: Visitor): void {
  appendEvent(db, {
    name: 'authentication.reauthentication_succeeded',
    data: {
      type: 'reauthentication',
      status: 'succeeded',
      ip_address: visitor.ip_address ?? null,
      user_agent: visitor.user_agent ?? null,
      user_id: user.id,
      email: user.email,
    },
  });
}

const TYPES: Record<string, AuthenticationType | undefined> = {
  Password: 'password',
  Passkey: 'passkey',
  MagicAuth: 'magic_auth',
  SSO: 'sso',
};

function append(
  db: Database,
  status: 'failed' | 'started' | 'succeeded',
  { type, visitor, userId = null, email = null, sso }: Attempt,
  more: object = {},
): void {
  appendEvent(db, {
    name: `authentication.${type}_${status}`,
    organizationId: sso?.organization_id,
    data: {
      type,
      status,
      ip_address: visitor.ip_address ?? null,
      user_agent: visitor.user_agent ?? null,
      user_id: userId,
      email,
      ...(sso ? { sso } : {}),
      ...more,
    },
  });
}
