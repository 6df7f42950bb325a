import type { Session } from '../store/sessions.ts';

/** Serializes an active session. The API lists no others. */
export function serializeSession(session: Session) {
  return {
    object: 'session' as const,
    id: session.id,
    user_id: session.user_id,
    ...(session.organization_id ? { organization_id: session.organization_id } : {}),
    ip_address: session.ip_address,
    user_agent: session.user_agent,
    ...(session.impersonator_email
      ? { impersonator: { email: session.impersonator_email, reason: session.impersonation_reason } }
      : {}),
    auth_method: AUTH_METHODS[session.authentication_method] ?? 'oauth',
    status: 'active' as const,
    expires_at: session.expires_at,
    ended_at: session.ended_at,
    created_at: session.created_at,
    updated_at: session.updated_at,
  };
}

/** Methods that are not listed here are OAuth providers. */
const AUTH_METHODS: Record<string, string | undefined> = {
  SSO: 'sso',
  Password: 'password',
  Passkey: 'passkey',
  MagicAuth: 'magic_code',
  CrossAppAuth: 'cross_app_auth',
  ExternalAuth: 'external_auth',
  MigratedSession: 'migrated_session',
  Impersonation: 'impersonation',
};
