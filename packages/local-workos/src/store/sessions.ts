import { type Database, requireRow } from './database.ts';
import { deriveSecret } from './encryption.ts';
import { hashSecret, newId, newSecret } from './ids.ts';
import { listPage, type Page, type PageQuery } from './pagination.ts';

export interface Session {
  id: string;
  user_id: string;
  organization_id: string | null;
  authentication_method: string;
  /** When a second factor was proved; null when none was asked for. */
  second_factor_at: string | null;
  /** The SSO connection that the person came through. */
  connection_id: string | null;
  /** Who acts as the person, and why; null when it is the person. */
  impersonator_email: string | null;
  impersonation_reason: string | null;
  ip_address: string | null;
  user_agent: string | null;
  last_activity_at: string;
  expires_at: string;
  /** When somebody signed out of it or revoked it. */
  ended_at: string | null;
  created_at: string;
  updated_at: string;
}

/** How long a session lasts at most, however often it is refreshed: WorkOS lets each environment choose. */
export const SESSION_LIFETIME_SECONDS = 365 * 86_400;

/** One hour, as documented for impersonation. */
const IMPERSONATION_SECONDS = 3600;

export function createSession(
  db: Database,
  fields: Pick<
    Session,
    'user_id' | 'organization_id' | 'authentication_method' | 'second_factor_at' | 'ip_address' | 'user_agent'
  > &
    Partial<Pick<Session, 'connection_id' | 'impersonator_email' | 'impersonation_reason'>>,
): Session {
  const now = db.timestamp();
  const id = newId('session');
  db.insert('sessions', {
    ...fields,
    id,
    last_activity_at: now,
    expires_at: db.timestampIn(fields.impersonator_email ? IMPERSONATION_SECONDS : SESSION_LIFETIME_SECONDS),
    created_at: now,
    updated_at: now,
  });
  return requireRow(findSession(db, id));
}

export function findSession(db: Database, id: string): Session | undefined {
  return db.get<Session>('SELECT * FROM sessions WHERE id = :id', { id });
}

/** The session if it can still be used. */
export function findActiveSession(db: Database, id: string): Session | undefined {
  return db.get<Session>(`${SELECT_ACTIVE} AND id = :id`, { id, now: db.timestamp() });
}

/** Where a person is signed in, the place of the last activity first. */
export function listActiveSessions(db: Database, userId: string): Session[] {
  return db.all<Session>(`${SELECT_ACTIVE} AND user_id = :userId ORDER BY last_activity_at DESC, id DESC`, {
    userId,
    now: db.timestamp(),
  });
}

/** The same by page, in the order in which the sessions began. */
export function pageActiveSessions(db: Database, userId: string, query: PageQuery): Page<Session> {
  return listPage<Session>(db, query, {
    select: `${SELECT_ACTIVE} AND user_id = :userId`,
    parameters: { userId, now: db.timestamp() },
  });
}

const SELECT_ACTIVE = 'SELECT * FROM sessions WHERE ended_at IS NULL AND expires_at > :now';

export function touchSession(db: Database, id: string, organizationId: string | null): Session {
  const now = db.timestamp();
  db.run(
    `UPDATE sessions SET organization_id = :organizationId, last_activity_at = :now, updated_at = :now
     WHERE id = :id`,
    { id, organizationId, now },
  );
  return requireRow(findSession(db, id));
}

export function endSession(db: Database, id: string): void {
  const now = db.timestamp();
  db.run('UPDATE sessions SET ended_at = :now, updated_at = :now WHERE id = :id AND ended_at IS NULL', {
    id,
    now,
  });
}

/** Ends every session of a person, wherever they are signed in. */
export function endSessions(db: Database, userId: string): void {
  for (const { id } of listActiveSessions(db, userId)) endSession(db, id);
}

/** Issues the first refresh token of a session. Only its hash is stored. */
export function issueRefreshToken(db: Database, sessionId: string): string {
  const token = newSecret();
  insertRefreshToken(db, sessionId, token);
  return token;
}

/**
 * Finds the session that a refresh token can renew.
 * @param graceSeconds How long an exchanged token still works.
 * @returns Undefined if the token is unknown or used up, or if the session has ended.
 */
export function findRefreshableSession(
  db: Database,
  refreshToken: string,
  graceSeconds: number,
): Session | undefined {
  const row = db.get<{ session_id: string; exchanged_at: string | null }>(
    'SELECT session_id, exchanged_at FROM refresh_tokens WHERE token_hash = :hash',
    { hash: hashSecret(refreshToken) },
  );
  if (!row) return undefined;
  if (row.exchanged_at && row.exchanged_at <= db.timestampIn(-graceSeconds)) return undefined;
  return findActiveSession(db, row.session_id);
}

/**
 * Exchanges a refresh token for its successor. A token that is exchanged again gets the same successor, and its grace
 * period still counts from the first exchange: https://workos.com/docs/authkit/session-resilience
 */
export function exchangeRefreshToken(db: Database, sessionId: string, refreshToken: string): string {
  db.run('UPDATE refresh_tokens SET exchanged_at = :now WHERE token_hash = :hash AND exchanged_at IS NULL', {
    now: db.timestamp(),
    hash: hashSecret(refreshToken),
  });
  const successor = deriveSecret(db, refreshToken);
  insertRefreshToken(db, sessionId, successor);
  return successor;
}

function insertRefreshToken(db: Database, sessionId: string, token: string): void {
  db.run(
    `INSERT INTO refresh_tokens (token_hash, session_id, created_at) VALUES (:hash, :sessionId, :now)
     ON CONFLICT DO NOTHING`,
    { hash: hashSecret(token), sessionId, now: db.timestamp() },
  );
}
