import type { Database } from './database.ts';

/** An account at another provider that a person signs in with. The widgets know these four providers. */
export interface OAuthProfile {
  user_id: string;
  provider: 'AppleOAuth' | 'GithubOAuth' | 'GoogleOAuth' | 'MicrosoftOAuth';
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
