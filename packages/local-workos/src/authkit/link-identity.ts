import type { IdentifiedProfile } from '../sso/protocol.ts';
import type { Database } from '../store/database.ts';
import { defined } from '../store/defined.ts';
import { findAccountAt, type Identity, saveOAuthProfile } from '../store/oauth-profiles.ts';
import { identityProvider, type OAuthProvider, vouchesFor } from '../store/oauth-providers.ts';
import { createUser, findUserByEmail, type User, updateUser } from '../store/users.ts';
import type { Authentication } from './authorization-requests.ts';

/**
 * Finds or creates the user of a person whom a provider has identified. An account at a provider is linked once it is
 * certain that the person reads the user's mail: until then, it could be a stranger's with the same address.
 * @see https://workos.com/docs/authkit/identity-linking
 */
export function authenticationOf(
  db: Database,
  provider: OAuthProvider,
  { email, subject, firstName, lastName }: IdentifiedProfile,
): Authentication {
  return db.transaction(() => {
    const of = identityProvider(provider);
    const known = findAccountAt(db, of, { idpId: subject, email });
    const identity: Identity = {
      provider: of,
      idp_id: known?.idp_id ?? subject,
      email,
      first_name: firstName,
      last_name: lastName,
    };
    // As documented, the names are always those of the provider.
    const names = defined({ first_name: firstName ?? undefined, last_name: lastName ?? undefined });
    if (known) {
      updateUser(db, known.user_id, names);
      saveOAuthProfile(db, known.user_id, identity);
      return { userId: known.user_id, method: provider };
    }
    const user = findUserByEmail(db, email) ?? createUser(db, { email, ...names });
    const changes = { ...names, ...withoutStrangersPassword(user) };
    if (!vouchesFor(provider, email)) {
      const proposedAccount = { ...changes, identity };
      return { userId: user.id, method: provider, mustVerifyEmail: true, proposedAccount };
    }
    updateUser(db, user.id, { ...changes, email_verified: 1 });
    saveOAuthProfile(db, user.id, identity);
    return { userId: user.id, method: provider };
  });
}

/** A password that was set before the address was verified may be a stranger's. */
function withoutStrangersPassword(user: User): { password_hash?: null } {
  return user.email_verified ? {} : { password_hash: null };
}
