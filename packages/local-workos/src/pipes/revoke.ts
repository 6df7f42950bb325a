import { type Credential, type DataInstallation, setInstallationState } from '../store/data-installations.ts';
import { findDataIntegrationById } from '../store/data-integrations.ts';
import { type Database, requireRow } from '../store/database.ts';
import { grantKeyOf, grantKeyOfSecret, revokeGrant } from '../store/provider-grants.ts';

/** Revokes the access at the provider. The provider notifies WorkOS, and the account needs reauthorization. */
export function revokeAtProvider(
  db: Database,
  { id, dataIntegrationId, credential }: DataInstallation,
): void {
  const { slug } = requireRow(findDataIntegrationById(db, dataIntegrationId));
  const grantKey = grantKeyOfCredential(db, slug, credential);
  if (grantKey) revokeGrant(db, slug, grantKey);
  setInstallationState(db, id, 'needs_reauthorization');
}

function grantKeyOfCredential(db: Database, slug: string, credential: Credential): string | undefined {
  switch (credential.method) {
    case 'oauth':
      return grantKeyOf(db, slug, credential.refreshToken);
    case 'api_key':
      return grantKeyOfSecret(credential.apiKey);
    case 'client_credentials':
      return grantKeyOfSecret(credential.clientSecret);
  }
}
