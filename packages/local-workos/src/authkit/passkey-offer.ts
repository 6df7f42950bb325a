import { listAuthenticators } from '../store/authentication-factors.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import type { Database } from '../store/database.ts';
import { isPasskeyReminderDue, listPasskeys } from '../store/passkeys.ts';
import { findUser, type User } from '../store/users.ts';
import type { AuthorizationRequest } from './authorization-requests.ts';

/**
 * Returns the user if the sign-in should offer to create a passkey. That is after a password sign-in with every
 * required factor, so a passkey cannot bypass the second factor. https://workos.com/docs/authkit/passkeys
 */
export function userToOfferPasskey(db: Database, request: AuthorizationRequest): User | undefined {
  const { passkeys, passkeyEnrollment } = readAuthenticationSettings(db);
  const user = request.user_id ? findUser(db, request.user_id) : undefined;
  if (!user || !passkeys || !passkeyEnrollment || request.authentication_method !== 'Password')
    return undefined;
  const isProved =
    user.email_verified === 1 &&
    request.must_verify_email === 0 &&
    (request.second_factor_at !== null || listAuthenticators(db, user.id).length === 0);
  const isWanted = listPasskeys(db, user.id).length === 0 && isPasskeyReminderDue(db, user.id);
  return isProved && isWanted ? user : undefined;
}
