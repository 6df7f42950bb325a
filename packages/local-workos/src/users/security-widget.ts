import type {
  AuthenticationInformationResponse,
  AuthenticationInformationResponseData,
} from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { type Caller, callerUser } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { offersAuthenticator } from '../mfa/authentication-factors.ts';
import { listAuthenticators } from '../store/authentication-factors.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import type { Database } from '../store/database.ts';
import { listPasskeys } from '../store/passkeys.ts';
import { findSession } from '../store/sessions.ts';

/**
 * The methods a person has set up, which `<UserSecurity>` shows first. The routes of each method are in its own
 * folder.
 */
export function userSecurityRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();
  app.get('/_widgets/UserProfile/authentication-information', (c) =>
    c.json<AuthenticationInformationResponse>({
      data: {
        verificationMethods: verificationMethods(local.db, callerUser(c).id, c.get('caller')),
        passwordSettings: passwordSettings(local.db),
      },
    }),
  );
  return app;
}

/** A method that is turned off in the environment is null, and the widget hides it. */
function verificationMethods(
  db: Database,
  userId: string,
  { user, organization, sessionId }: Caller,
): AuthenticationInformationResponseData['verificationMethods'] {
  const settings = readAuthenticationSettings(db);
  // A widget token belongs to a person, not a session, so the current method is unknown.
  const currentMethod = sessionId && findSession(db, sessionId)?.authentication_method;
  const authenticators = listAuthenticators(db, userId);
  const passkeys = listPasskeys(db, userId);
  return {
    Password: settings.passwords
      ? {
          provider: 'Password',
          isSetUp: Boolean(user?.password_hash),
          lastUsed: user?.password_hash ? lastSignIn(db, userId, 'Password') : null,
          isCurrentSession: currentMethod === 'Password',
        }
      : null,
    Mfa: offersAuthenticator(db, userId, organization)
      ? {
          provider: 'MFA',
          isSetUp: authenticators.length > 0,
          lastUsed: latest(authenticators.map(({ last_used_at }) => last_used_at)),
        }
      : null,
    Passkey: settings.passkeys
      ? {
          provider: 'Passkey',
          isSetUp: passkeys.length > 0,
          lastUsed: latest(passkeys.map(({ last_used_at }) => last_used_at)),
          passKeys: passkeys.map(({ id }) => ({ id })),
          isCurrentSession: currentMethod === 'Passkey',
        }
      : null,
  };
}

function passwordSettings(db: Database): AuthenticationInformationResponseData['passwordSettings'] {
  const policy = readAuthenticationSettings(db).passwordPolicy;
  return {
    isPasswordNumberRequired: policy.requireNumber,
    isPasswordPwnedRequired: policy.rejectBreached,
    isPasswordSymbolRequired: policy.requireSymbol,
    isPasswordUppercaseRequired: policy.requireUppercase,
    passwordMinimumLength: policy.minimumLength,
    passwordMinimumStrength: policy.minimumStrength,
  };
}

function lastSignIn(db: Database, userId: string, method: string): string | null {
  return latest(
    db
      .all<{ created_at: string }>(
        'SELECT created_at FROM sessions WHERE user_id = :userId AND authentication_method = :method',
        { userId, method },
      )
      .map(({ created_at }) => created_at),
  );
}

function latest(times: (string | null)[]): string | null {
  return (
    times
      .filter((time) => time !== null)
      .toSorted()
      .at(-1) ?? null
  );
}
