import type { Database } from './database.ts';
import type { IdentityProvider } from './oauth-providers.ts';

/** An account at another provider that a person signs in with. */
export interface OAuthProfile {
  user_id: string;
  provider: IdentityProvider;
  /** The person's id at the provider. */
  idp_id: string;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  profile_picture_url: string | null;
  last_login_at: string | null;
  created_at: string;
  updated_at: string;
}

export function listOAuthProfiles(db: Database, userId: string): OAuthProfile[] {
  return db.all<OAuthProfile>('SELECT * FROM oauth_profiles WHERE user_id = :userId ORDER BY created_at', {
    userId,
  });
}

/** The accounts at a provider whose addresses are known, last used first. */
export function listAccountsAt(db: Database, provider: IdentityProvider, limit: number): OAuthProfile[] {
  return db.all<OAuthProfile>(
    `SELECT * FROM oauth_profiles WHERE provider = :provider AND email IS NOT NULL
     ORDER BY last_login_at DESC, user_id LIMIT :limit`,
    { provider, limit },
  );
}

export function findAccountAt(
  db: Database,
  provider: IdentityProvider,
  { idpId, email }: { idpId: string; email: string },
): OAuthProfile | undefined {
  return db.get<OAuthProfile>(
    `SELECT * FROM oauth_profiles WHERE provider = :provider AND (idp_id = :idpId OR email = :email)
     ORDER BY idp_id = :idpId DESC LIMIT 1`,
    { provider, idpId, email },
  );
}

/** What a provider says of the person who signs in. */
export type Identity = Pick<OAuthProfile, 'provider' | 'idp_id' | 'email' | 'first_name' | 'last_name'>;

/** Links an account at a provider to a user, or notes that it was used. A user has one at each provider. */
export function saveOAuthProfile(db: Database, userId: string, identity: Identity): void {
  const now = db.timestamp();
  const { provider, idp_id: idpId } = identity;
  db.transaction(() => {
    // The account may have been linked to somebody who has its address no longer.
    db.run(
      'DELETE FROM oauth_profiles WHERE provider = :provider AND idp_id = :idpId AND user_id <> :userId',
      { provider, idpId, userId },
    );
    db.run(
      `INSERT INTO oauth_profiles
         (user_id, provider, idp_id, email, first_name, last_name, last_login_at, created_at, updated_at)
       VALUES (:userId, :provider, :idpId, :email, :first_name, :last_name, :now, :now, :now)
       ON CONFLICT (user_id, provider) DO UPDATE SET
         idp_id = excluded.idp_id, email = excluded.email,
         first_name = coalesce(excluded.first_name, first_name),
         last_name = coalesce(excluded.last_name, last_name),
         last_login_at = excluded.last_login_at, updated_at = excluded.updated_at`,
      {
        userId,
        provider,
        idpId,
        email: identity.email,
        first_name: identity.first_name,
        last_name: identity.last_name,
        now,
      },
    );
  });
}
