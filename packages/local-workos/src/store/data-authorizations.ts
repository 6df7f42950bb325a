import { type Config, decryptConfig, encryptConfig } from './data-integrations.ts';
import { type Database, requireRow } from './database.ts';
import { decrypt, encrypt } from './encryption.ts';
import { hashSecret, newId, newSecret } from './ids.ts';

/** How long the way through a provider's consent page may take. */
const LIFETIME_SECONDS = 600;

/** A way through the consent page of a provider. */
export interface DataAuthorization {
  id: string;
  data_integration_id: string;
  /** Who goes this way; for a shared connection, on behalf of the organization. */
  user_id: string;
  organization_id: string | null;
  redirect_token_hash: string;
  /** Set when only the window that asked may go on. */
  handoff_token_hash: string | null;
  browser_hash: string | null;
  status: 'pending' | 'authorizing' | 'connected' | 'denied' | 'failed';
  scopes: string[];
  config: Config;
  return_to: string | null;
  expires_at: string;
}

/** The secrets of a new authorization, known to whoever asked for it. */
export interface AuthorizationSecrets {
  /** Is in the address that the person opens. */
  link: string;
  redirectToken: string;
  handoffToken: string | undefined;
}

export function createDataAuthorization(
  db: Database,
  fields: Pick<
    DataAuthorization,
    'data_integration_id' | 'user_id' | 'organization_id' | 'scopes' | 'config' | 'return_to'
  > & { requireHandoff: boolean },
): AuthorizationSecrets {
  const { requireHandoff, scopes, config, ...columns } = fields;
  const secrets: AuthorizationSecrets = {
    link: newSecret(),
    redirectToken: newSecret(),
    handoffToken: requireHandoff ? newSecret() : undefined,
  };
  db.insert('data_authorizations', {
    ...columns,
    id: newId('data_authorization'),
    link_hash: hashSecret(secrets.link),
    redirect_token_hash: hashSecret(secrets.redirectToken),
    handoff_token_hash: secrets.handoffToken && hashSecret(secrets.handoffToken),
    scopes: JSON.stringify(scopes),
    config: encryptConfig(db, config),
    status: 'pending',
    expires_at: db.timestampIn(LIFETIME_SECONDS),
    created_at: db.timestamp(),
  });
  return secrets;
}

/** The authorization with this link, or with this redirect token, whatever has become of it. */
export function findDataAuthorization(db: Database, secret: string): DataAuthorization | undefined {
  return find(db, ':hash IN (link_hash, redirect_token_hash)', hashSecret(secret));
}

/** The authorization under way that a provider sends back. */
export function findDataAuthorizationByState(db: Database, state: string): DataAuthorization | undefined {
  return find(db, 'state_hash = :hash', hashSecret(state));
}

export function isUnderWay(db: Database, { status, expires_at }: DataAuthorization): boolean {
  return (status === 'pending' || status === 'authorizing') && expires_at > db.timestamp();
}

/**
 * Binds an authorization to the browser that goes on with it, and makes what the provider is sent.
 * @returns The OAuth state, the PKCE verifier, and the secret that the browser keeps.
 */
export function startDataAuthorization(
  db: Database,
  id: string,
): { state: string; codeVerifier: string; browserSecret: string } {
  const started = {
    state: newSecret(),
    // RFC 7636 wants 43 characters at least.
    codeVerifier: newSecret() + newSecret(),
    browserSecret: newSecret(),
  };
  db.update('data_authorizations', id, {
    state_hash: hashSecret(started.state),
    browser_hash: hashSecret(started.browserSecret),
    code_verifier: encrypt(db, started.codeVerifier),
    status: 'authorizing',
  });
  return started;
}

export function readCodeVerifier(db: Database, id: string): string {
  const row = db.get<{ code_verifier: string }>(
    'SELECT code_verifier FROM data_authorizations WHERE id = :id',
    {
      id,
    },
  );
  return decrypt(db, requireRow(row).code_verifier);
}

/** Ends an authorization; false when it had ended already. The answer of a provider is taken once. */
export function endDataAuthorization(
  db: Database,
  id: string,
  status: 'connected' | 'denied' | 'failed',
): boolean {
  return (
    db.run(
      `UPDATE data_authorizations SET status = :status, code_verifier = NULL
       WHERE id = :id AND status IN ('pending', 'authorizing')`,
      { id, status },
    ) > 0
  );
}

function find(db: Database, where: string, hash: string): DataAuthorization | undefined {
  const row = db.get<Omit<DataAuthorization, 'scopes' | 'config'> & { scopes: string; config: string }>(
    `SELECT * FROM data_authorizations WHERE ${where}`,
    { hash },
  );
  return row && { ...row, scopes: JSON.parse(row.scopes), config: decryptConfig(db, row.config) };
}
