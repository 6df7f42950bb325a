import { listAuthenticators } from '../store/authentication-factors.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import type { Database } from '../store/database.ts';
import { findOrganization } from '../store/organizations.ts';
import { hasSecondFactor, type SignInProof } from './organization-policy.ts';

/**
 * Returns the missing second factor: the code of the person's authenticator app, or its setup where the
 * environment or the organization requires one.
 */
export function missingSecondFactor(
  db: Database,
  proof: Pick<SignInProof, 'user_id' | 'authentication_method' | 'second_factor_at'>,
  organizationId: string | null,
): 'challenge' | 'enrollment' | undefined {
  if (hasSecondFactor(proof)) return undefined;
  const { mfa } = readAuthenticationSettings(db);
  const organization = organizationId ? findOrganization(db, organizationId) : undefined;
  const isRequired = mfa === 'required' || organization?.mfa_required === 1;
  if (mfa === 'off' && !isRequired) return undefined;
  if (listAuthenticators(db, proof.user_id).length > 0) return 'challenge';
  return isRequired ? 'enrollment' : undefined;
}
