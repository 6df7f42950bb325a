import { z } from 'zod';
import type { Database } from '../store/database.ts';
import { hashSecret, newSecret } from '../store/ids.ts';
import type { Identity } from '../store/oauth-profiles.ts';

/** How long the hosted pages can stay open. */
const REQUEST_LIFETIME_SECONDS = 3600;
/** As documented, a code is valid for ten minutes and works once. */
const CODE_LIFETIME_SECONDS = 600;

/** The parameters of `GET /user_management/authorize`. */
export const authorizationParameters = z.object({
  redirect_uri: z.string(),
  state: z.string().optional(),
  code_challenge: z.string().min(1, 'code_challenge is empty.').optional(),
  screen_hint: z.enum(['sign-in', 'sign-up']).catch('sign-in'),
  login_hint: z.string().optional(),
  provider: z.string().optional(),
  organization_id: z.string().optional(),
  connection_id: z.string().optional(),
  domain_hint: z.string().optional(),
  invitation_token: z.string().optional(),
});

export type AuthorizationParameters = z.infer<typeof authorizationParameters>;

/** A sign-in in progress on the hosted pages. */
export interface AuthorizationRequest {
  id: string;
  parameters: AuthorizationParameters;
  /** The authenticated user and how they signed in; unset until then. */
  user_id: string | null;
  authentication_method: string | null;
  /** When the second factor was verified, and how many codes were tried. */
  second_factor_at: string | null;
  second_factor_attempts: number;
  /** The SSO connection used for the sign-in. */
  connection_id: string | null;
  /** Whether the person must still prove that they own the address, even though the account has it verified. */
  must_verify_email: number;
  /** The browser that began the sign-in, as a hash. */
  browser_hash: string | null;
  /** The {@link ProposedAccount} of a sign-up for an existing account, as JSON. */
  proposed_account: string | null;
  purpose: AuthorizationPurpose;
}

/** What the app asked for: a session of AuthKit, or the profile of the SSO API. */
export type AuthorizationPurpose = 'session' | 'profile';

/** Changes to an existing account, applied once the person has verified the address. */
export interface ProposedAccount {
  first_name?: string | undefined;
  last_name?: string | undefined;
  /** Null removes the password. */
  password_hash?: string | null | undefined;
  /** An account at a provider, to be linked. */
  identity?: Identity | undefined;
}

export function createAuthorizationRequest(
  db: Database,
  parameters: AuthorizationParameters,
  browserHash: string,
  purpose: AuthorizationPurpose = 'session',
): AuthorizationRequest {
  const id = newSecret();
  db.insert('authorization_requests', {
    id,
    parameters: JSON.stringify(parameters),
    browser_hash: browserHash,
    purpose,
    expires_at: db.timestampIn(REQUEST_LIFETIME_SECONDS),
    created_at: db.timestamp(),
  });
  return {
    id,
    parameters,
    user_id: null,
    authentication_method: null,
    second_factor_at: null,
    second_factor_attempts: 0,
    connection_id: null,
    must_verify_email: 0,
    browser_hash: browserHash,
    proposed_account: null,
    purpose,
  };
}

/** Finds the sign-in with this id, unless it has expired. */
export function findAuthorizationRequest(db: Database, id: string): AuthorizationRequest | undefined {
  const row = db.get<Omit<AuthorizationRequest, 'parameters'> & { parameters: string }>(
    `SELECT id, parameters, user_id, authentication_method, second_factor_at, second_factor_attempts,
       connection_id, must_verify_email, browser_hash, proposed_account, purpose
     FROM authorization_requests WHERE id = :id AND expires_at > :now`,
    { id, now: db.timestamp() },
  );
  return row && { ...row, parameters: authorizationParameters.parse(JSON.parse(row.parameters)) };
}

/** The authenticated user, and how they signed in. */
export interface Authentication {
  userId: string;
  method: string;
  connectionId?: string | undefined;
  mustVerifyEmail?: boolean | undefined;
  proposedAccount?: ProposedAccount | undefined;
}

/** Records the authenticated user. If a second factor is required, it must be verified again. */
export function setAuthenticatedUser(
  db: Database,
  request: AuthorizationRequest,
  { userId, method, connectionId, mustVerifyEmail = false, proposedAccount }: Authentication,
): AuthorizationRequest {
  return updateAuthorizationRequest(db, request, {
    user_id: userId,
    authentication_method: method,
    second_factor_at: null,
    second_factor_attempts: 0,
    connection_id: connectionId ?? null,
    must_verify_email: Number(mustVerifyEmail),
    proposed_account: proposedAccount ? JSON.stringify(proposedAccount) : null,
  });
}

export function updateAuthorizationRequest(
  db: Database,
  request: AuthorizationRequest,
  changes: Partial<Omit<AuthorizationRequest, 'id' | 'parameters'>>,
): AuthorizationRequest {
  db.update('authorization_requests', request.id, changes);
  return { ...request, ...changes };
}

/**
 * Ends a sign-in. Returns false if it had already ended. The row is expired, not deleted, because SSO sessions
 * refer to it.
 */
export function endAuthorizationRequest(db: Database, { id }: AuthorizationRequest): boolean {
  const ended = db.run(
    'UPDATE authorization_requests SET expires_at = :now WHERE id = :id AND expires_at > :now',
    {
      id,
      now: db.timestamp(),
    },
  );
  return ended > 0;
}

export interface AuthorizationCode {
  user_id: string;
  organization_id: string | null;
  authentication_method: string;
  second_factor_at: string | null;
  connection_id: string | null;
  impersonator_email?: string | null;
  impersonation_reason?: string | null;
  code_challenge: string | null;
  ip_address: string | null;
  user_agent: string | null;
}

export function createAuthorizationCode(db: Database, fields: AuthorizationCode): string {
  const code = newSecret();
  db.insert('authorization_codes', {
    ...fields,
    code_hash: hashSecret(code),
    expires_at: db.timestampIn(CODE_LIFETIME_SECONDS),
    created_at: db.timestamp(),
  });
  return code;
}

/** Uses up a code. Returns undefined when it is unknown, expired, or already used. */
export function takeAuthorizationCode(db: Database, code: string): AuthorizationCode | undefined {
  const hash = hashSecret(code);
  const now = db.timestamp();
  const taken = db.run(
    'UPDATE authorization_codes SET used_at = :now WHERE code_hash = :hash AND used_at IS NULL AND expires_at > :now',
    { hash, now },
  );
  if (taken === 0) return undefined;
  return db.get<AuthorizationCode>('SELECT * FROM authorization_codes WHERE code_hash = :hash', { hash });
}
