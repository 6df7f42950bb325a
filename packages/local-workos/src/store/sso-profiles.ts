import { type Database, requireRow } from './database.ts';
import { hashSecret, newId, newSecret } from './ids.ts';

/** A person as an identity provider knows them. */
export interface SsoProfile {
  id: string;
  /** The connection or, for social sign-in, the provider. The other is null. */
  connection_id: string | null;
  provider: string | null;
  idp_id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  /** Everything that the identity provider said, as JSON. */
  raw_attributes: string;
  created_at: string;
  updated_at: string;
}

/** Saves what an identity provider says. A person that it named before keeps the profile's id. */
export function saveSsoProfile(
  db: Database,
  fields: Omit<SsoProfile, 'id' | 'created_at' | 'updated_at'>,
): SsoProfile {
  return db.transaction(() => {
    const now = db.timestamp();
    const known = db.get<SsoProfile>(
      `SELECT * FROM sso_profiles WHERE idp_id = :idp_id
       AND connection_id IS :connection_id AND provider IS :provider`,
      { idp_id: fields.idp_id, connection_id: fields.connection_id, provider: fields.provider },
    );
    const id = known?.id ?? newId('prof');
    if (known) db.update('sso_profiles', id, { ...fields, updated_at: now });
    else db.insert('sso_profiles', { ...fields, id, created_at: now, updated_at: now });
    return requireRow(findSsoProfile(db, id));
  });
}

export function findSsoProfile(db: Database, id: string): SsoProfile | undefined {
  return db.get<SsoProfile>('SELECT * FROM sso_profiles WHERE id = :id', { id });
}

type SecretKind = 'code' | 'access_token' | 'logout_token';

/** As documented, codes and access tokens last ten minutes. */
export const SSO_SECRET_SECONDS = 600;

/** Issues a code or token of a profile. Only its hash is stored. */
export function issueSsoSecret(
  db: Database,
  kind: SecretKind,
  profileId: string,
  codeChallenge?: string,
): string {
  const secret = newSecret();
  db.insert('sso_profile_secrets', {
    secret_hash: hashSecret(secret),
    kind,
    profile_id: profileId,
    code_challenge: codeChallenge,
    expires_at: db.timestampIn(SSO_SECRET_SECONDS),
    created_at: db.timestamp(),
  });
  return secret;
}

interface SsoSecret {
  profile_id: string;
  code_challenge: string | null;
}

export function findSsoSecret(db: Database, kind: SecretKind, secret: string): SsoSecret | undefined {
  return db.get<SsoSecret>(
    `SELECT profile_id, code_challenge FROM sso_profile_secrets
     WHERE secret_hash = :hash AND kind = :kind AND expires_at > :now`,
    { hash: hashSecret(secret), kind, now: db.timestamp() },
  );
}

/** Uses up a secret. Returns undefined when it is unknown, expired, or already used. */
export function takeSsoSecret(db: Database, kind: SecretKind, secret: string): SsoSecret | undefined {
  return db.get<SsoSecret>(
    `DELETE FROM sso_profile_secrets WHERE secret_hash = :hash AND kind = :kind AND expires_at > :now
     RETURNING profile_id, code_challenge`,
    { hash: hashSecret(secret), kind, now: db.timestamp() },
  );
}
