import type { Database } from './database.ts';
import { hashSecret, newId, newSecret } from './ids.ts';

/** One way to the identity provider and back. */
export interface SsoSession {
  id: string;
  connection_id: string;
  authorization_request_id: string;
  request_id: string;
  state: 'Started' | 'Successful' | 'Failed';
  expires_at: string;
  created_at: string;
}

export type SsoSessionState = SsoSession['state'] | 'Timedout';

/** How long somebody may stay at the identity provider. */
const LIFETIME_SECONDS = 600;

export function ssoSessionState(db: Database, session: SsoSession): SsoSessionState {
  return session.state === 'Started' && session.expires_at <= db.timestamp() ? 'Timedout' : session.state;
}

/** Starts one. The relay state goes along and comes back; only its hash is kept. */
export function createSsoSession(
  db: Database,
  connectionId: string,
  authorizationRequestId: string,
): { requestId: string; relayState: string } {
  const relayState = newSecret();
  // An XML id must not begin with a digit.
  const requestId = `_${newSecret()}`;
  db.insert('sso_sessions', {
    id: newId('sso_session'),
    connection_id: connectionId,
    authorization_request_id: authorizationRequestId,
    relay_state_hash: hashSecret(relayState),
    request_id: requestId,
    state: 'Started',
    expires_at: db.timestampIn(LIFETIME_SECONDS),
    created_at: db.timestamp(),
  });
  return { requestId, relayState };
}

/**
 * Takes the session that an answer is for, once: it counts as failed until {@link succeed}. Undefined when
 * it is unknown, was answered before, or took too long.
 */
export function takeSsoSession(
  db: Database,
  connectionId: string,
  relayState: string,
): SsoSession | undefined {
  return db.get<SsoSession>(
    `UPDATE sso_sessions SET state = 'Failed' WHERE relay_state_hash = :hash AND connection_id = :connectionId
     AND state = 'Started' AND expires_at > :now RETURNING *`,
    { hash: hashSecret(relayState), connectionId, now: db.timestamp() },
  );
}

export function succeed(db: Database, id: string): void {
  db.update('sso_sessions', id, { state: 'Successful' });
}

/** The newest first. */
export function listSsoSessions(db: Database, connectionId: string, limit: number): SsoSession[] {
  return db.all<SsoSession>(
    'SELECT * FROM sso_sessions WHERE connection_id = :connectionId ORDER BY id DESC LIMIT :limit',
    { connectionId, limit },
  );
}
