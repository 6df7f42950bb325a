import type { Database } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import type { OAuthProfile } from '../store/oauth-profiles.ts';
import { SESSION_LIFETIME_SECONDS } from '../store/sessions.ts';
import type { Cast } from './cast.ts';

const DAY = 86_400_000;

/** In the address itself, because the seed does not know where Local WorkOS is going to be reached. */
const PICTURE =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Cpath fill='%236e56cf' d='M0 0h8v8H0z'/%3E%3Cg fill='%23fff'%3E%3Ccircle cx='4' cy='3' r='1.4'/%3E%3Ccircle cx='4' cy='7.6' r='2.6'/%3E%3C/g%3E%3C/svg%3E";

/** Linked OAuth profiles, and sessions on other devices: Marcelina has them, the others have none. */
export function seedAccounts(db: Database, { people, organizations }: Cast): void {
  db.update('users', people.marcelina, { profile_picture_url: PICTURE });
  for (const [index, profile] of PROFILES.entries()) {
    const linkedAt = daysAgo(db, 200 - index).toISOString();
    db.insert('oauth_profiles', {
      ...profile,
      user_id: people.marcelina,
      first_name: 'Marcelina',
      last_name: 'Davis',
      last_login_at: linkedAt,
      created_at: linkedAt,
      updated_at: linkedAt,
    });
  }
  for (const { organization, begunDaysAgo, activeDaysAgo, place, ...session } of SESSIONS) {
    const begun = daysAgo(db, begunDaysAgo);
    const lastActivity = daysAgo(db, activeDaysAgo).toISOString();
    const id = newId('session', begun);
    db.insert('sessions', {
      ...session,
      id,
      user_id: people.marcelina,
      organization_id: organizations[organization],
      last_activity_at: lastActivity,
      expires_at: new Date(begun.getTime() + SESSION_LIFETIME_SECONDS * 1000).toISOString(),
      created_at: begun.toISOString(),
      updated_at: lastActivity,
    });
    if (place) db.insert('session_locations', { session_id: id, ...place });
  }
}

function daysAgo(db: Database, days: number): Date {
  return new Date(db.now().getTime() - days * DAY);
}

const PROFILES: readonly Pick<OAuthProfile, 'provider' | 'idp_id' | 'email'>[] = [
  { provider: 'GoogleOAuth', idp_id: '108204268033311374519', email: 'marcelina.davis@example.com' },
  {
    provider: 'MicrosoftOAuth',
    idp_id: '4F42ABDE-1E44-4B66-824A-5F733C037A6D',
    email: 'marcelina@acme.example',
  },
  // GitHub gives no address when the person keeps it private.
  { provider: 'GithubOAuth', idp_id: '583231', email: null },
  { provider: 'AppleOAuth', idp_id: '001473.8a5a21b0.0417', email: 'q7x2m4@privaterelay.appleid.com' },
];

interface SeededSession {
  organization: keyof Cast['organizations'];
  authentication_method: string;
  user_agent: string | null;
  ip_address: string | null;
  place?: { city_name: string; country_iso_code: string };
  begunDaysAgo: number;
  activeDaysAgo: number;
}

/** As the widget can show them: a computer, telephones, one whose place and one whose device is not known. */
const SESSIONS: readonly SeededSession[] = [
  {
    organization: 'acme',
    authentication_method: 'Password',
    user_agent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    ip_address: '198.51.100.42',
    place: { city_name: 'Berlin', country_iso_code: 'DE' },
    begunDaysAgo: 12,
    activeDaysAgo: 0.1,
  },
  {
    organization: 'acme',
    authentication_method: 'Passkey',
    user_agent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    ip_address: '198.51.100.77',
    place: { city_name: 'Berlin', country_iso_code: 'DE' },
    begunDaysAgo: 30,
    activeDaysAgo: 1,
  },
  {
    organization: 'acme',
    authentication_method: 'GoogleOAuth',
    user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
    ip_address: '192.0.2.15',
    place: { city_name: 'Lisbon', country_iso_code: 'PT' },
    begunDaysAgo: 6,
    activeDaysAgo: 6,
  },
  {
    organization: 'globex',
    authentication_method: 'SSO',
    user_agent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    ip_address: '203.0.113.24',
    begunDaysAgo: 25,
    activeDaysAgo: 20,
  },
  {
    organization: 'initech',
    authentication_method: 'MagicAuth',
    user_agent: null,
    ip_address: null,
    begunDaysAgo: 60,
    activeDaysAgo: 45,
  },
];
