import { z } from 'zod';
import type { Database } from '../store/database.ts';
import { hashSecret, newSecret } from '../store/ids.ts';

/** How long the hosted pages may be left open. */
const REQUEST_LIFETIME_SECONDS = 3600;
/** As documented: a code is exchanged within ten minutes, once. */
const CODE_LIFETIME_SECONDS = 600;

/** What an app asked for at `GET /user_management/authorize`. */
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

/** A sign-in under way on the hosted pages. */
export interface AuthorizationRequest {
  id: string;
  parameters: AuthorizationParameters;
  /** Who has proved to be who, and how; unset until then. */
  user_id: string | null;
  authentication_method: string | null;
  /** When a second factor was proved, and how often a wrong code was tried. */
  second_factor_at: string | null;
  second_factor_attempts: number;
  /** The SSO connection that the person came through. */
  connection_id: string | null;
  /** Whether the address has yet to be shown to be the person's own, although the account has it verified. */
  must_verify_email: number;
  /** What a sign-up wants for an account that is there already, as JSON of {@link ProposedAccount}. */
  proposed_account: string | null;
}

/** Applied once the address is shown to be the person's own. */
export interface ProposedAccount {
  first_name?: string | undefined;
  last_name?: string | undefined;
  password_hash: string;
}

export function createAuthorizationRequest(
  db: Database,
  parameters: AuthorizationParameters,
): AuthorizationRequest {
  const id = newSecret();
  db.insert('authorization_requests', {
    id,
    parameters: JSON.stringify(parameters),
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
    proposed_account: null,
  };
}

/** The sign-in with this id, unless it has been left open for too long. */
export function findAuthorizationRequest(db: Database, id: string): AuthorizationRequest | undefined {
  const row = db.get<Omit<AuthorizationRequest, 'parameters'> & { parameters: string }>(
    `SELECT id, parameters, user_id, authentication_method, second_factor_at, second_factor_attempts,
       connection_id, must_verify_email, proposed_account
     FROM authorization_requests WHERE id = :id AND expires_at > :now`,
    { id, now: db.timestamp() },
  );
  return row && { ...row, parameters: authorizationParameters.parse(JSON.parse(row.parameters)) };
}

/** Who has proved to be who they say, and how. */
export interface Authentication {
  userId: string;
  method: string;
  connectionId?: string | undefined;
  mustVerifyEmail?: boolean | undefined;
  proposedAccount?: ProposedAccount | undefined;
}

/** Notes that a person has proved to be who they say. A second factor, if one is needed, is asked for anew. */
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
 * Ends a sign-in, once: false when it had ended. It expires rather than goes, because what is known of the
 * way through an identity provider hangs on it.
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

/** Uses up a code. Undefined when it is unknown, expired, or was used before. */
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
