import type { Database } from './database.ts';
import { hashSecret, newId, newSecret } from './ids.ts';

/** As most providers have it: a code for ten minutes, an access token for an hour. */
const CODE_SECONDS = 600;
export const ACCESS_TOKEN_SECONDS = 3600;

/** What a local provider has been asked for, and has granted. */
export interface ProviderGrant {
  slug: string;
  client_id: string;
  scopes: string[];
}

export interface ProviderCode extends ProviderGrant {
  redirect_uri: string;
  code_challenge: string;
}

export interface IssuedTokens {
  accessToken: string;
  refreshToken: string | undefined;
}

export function issueCode(db: Database, fields: ProviderCode): string {
  const code = newSecret();
  db.insert('provider_codes', {
    ...fields,
    code_hash: hashSecret(code),
    scopes: JSON.stringify(fields.scopes),
    expires_at: db.timestampIn(CODE_SECONDS),
  });
  return code;
}

/** Uses up a code; undefined when it is unknown, expired, or was used before. */
export function takeCode(db: Database, code: string): ProviderCode | undefined {
  const row = db.get<Omit<ProviderCode, 'scopes'> & { scopes: string }>(
    'DELETE FROM provider_codes WHERE code_hash = :hash AND expires_at > :now RETURNING *',
    { hash: hashSecret(code), now: db.timestamp() },
  );
  return row && { ...row, scopes: JSON.parse(row.scopes) };
}

/**
 * Tokens of a grant.
 * @param grantKey Of the grant they belong to; a new one without it.
 */
export function issueTokens(
  db: Database,
  grant: ProviderGrant,
  { grantKey = newId('grant'), refreshable }: { grantKey?: string; refreshable: boolean },
): IssuedTokens {
  const issue = (kind: 'access' | 'refresh', expiresAt: string | undefined) => {
    const token = `local_${kind}_${newSecret()}`;
    db.insert('provider_tokens', {
      ...grant,
      token_hash: hashSecret(token),
      kind,
      grant_key: grantKey,
      scopes: JSON.stringify(grant.scopes),
      expires_at: expiresAt,
      created_at: db.timestamp(),
    });
    return token;
  };
  return {
    accessToken: issue('access', db.timestampIn(ACCESS_TOKEN_SECONDS)),
    refreshToken: refreshable ? issue('refresh', undefined) : undefined,
  };
}

/** The grant of an access token that can be used now. */
export function findAccessGrant(db: Database, slug: string, accessToken: string): ProviderGrant | undefined {
  const token = findToken(db, slug, 'access', accessToken);
  return token && !isRevoked(db, slug, token.grant_key) ? token : undefined;
}

/** Replaces a refresh token, and the access tokens that came with it, by new ones. */
export function renewTokens(
  db: Database,
  slug: string,
  clientId: string,
  refreshToken: string,
): (IssuedTokens & { scopes: string[] }) | undefined {
  return db.transaction(() => {
    const token = findToken(db, slug, 'refresh', refreshToken);
    if (!token || token.client_id !== clientId || isRevoked(db, slug, token.grant_key)) return undefined;
    const { grant_key: grantKey, scopes } = token;
    db.run('DELETE FROM provider_tokens WHERE slug = :slug AND grant_key = :grantKey', { slug, grantKey });
    const issued = issueTokens(db, { slug, client_id: clientId, scopes }, { grantKey, refreshable: true });
    return { ...issued, scopes };
  });
}

/** The key of the grant that a refresh token belongs to. */
export function grantKeyOf(db: Database, slug: string, refreshToken: string): string | undefined {
  return findToken(db, slug, 'refresh', refreshToken)?.grant_key;
}

/** An API key or a client's secret is a grant of its own. */
export function grantKeyOfSecret(secret: string): string {
  return hashSecret(secret);
}

/** Takes back what was granted, as a person does in the settings of a provider. */
export function revokeGrant(db: Database, slug: string, grantKey: string): void {
  db.run(
    'INSERT OR IGNORE INTO provider_revocations (slug, grant_key, revoked_at) VALUES (:slug, :grantKey, :now)',
    {
      slug,
      grantKey,
      now: db.timestamp(),
    },
  );
}

export function isRevoked(db: Database, slug: string, grantKey: string): boolean {
  return (
    db.get('SELECT 1 FROM provider_revocations WHERE slug = :slug AND grant_key = :grantKey', {
      slug,
      grantKey,
    }) !== undefined
  );
}

function findToken(
  db: Database,
  slug: string,
  kind: 'access' | 'refresh',
  token: string,
): (ProviderGrant & { grant_key: string }) | undefined {
  const row = db.get<Omit<ProviderGrant, 'scopes'> & { grant_key: string; scopes: string }>(
    `SELECT slug, client_id, grant_key, scopes FROM provider_tokens
     WHERE token_hash = :hash AND slug = :slug AND kind = :kind AND (expires_at IS NULL OR expires_at > :now)`,
    { hash: hashSecret(token), slug, kind, now: db.timestamp() },
  );
  return row && { ...row, scopes: JSON.parse(row.scopes) };
}
