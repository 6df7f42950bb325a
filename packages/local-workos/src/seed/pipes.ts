import { acceptedApiKey, acceptedClient } from '../pipes/accepted-credentials.ts';
import {
  type Credential,
  type InstallationOwner,
  saveInstallation,
  setInstallationState,
} from '../store/data-installations.ts';
import {
  createDataIntegration,
  type DataIntegration,
  findDataIntegration,
  listDataIntegrations,
  type Ownership,
  saveOverride,
} from '../store/data-integrations.ts';
import { type Database, requireRow } from '../store/database.ts';
import { ACCESS_TOKEN_SECONDS, issueTokens } from '../store/provider-grants.ts';
import type { Cast } from './cast.ts';
import { SEEDED_PROVIDERS } from './pipes-providers.ts';

/**
 * Integrations, some of them connected. Acme shows the rich state; in Globex all can be connected and nothing
 * is; Initech's admin has turned everything off, so that its members see none.
 */
export function seedPipes(db: Database, { organizations, people }: Cast): void {
  for (const provider of SEEDED_PROVIDERS) {
    const credentialsType = provider.credentialsType ?? 'custom';
    createDataIntegration(db, {
      slug: provider.slug,
      ownership: provider.ownership ?? 'userland_user',
      name: provider.name,
      description: provider.description ?? null,
      integrationType: provider.integrationType ?? provider.slug,
      authMethods: provider.authMethods,
      credentialsType,
      client:
        provider.authMethods.includes('oauth') && credentialsType !== 'organization'
          ? acceptedClient(provider.slug)
          : undefined,
      defaultScopes: provider.defaultScopes ?? [],
      availableScopes: provider.availableScopes ?? [],
      configFields: provider.configFields ?? [],
      enabled: !provider.disabled,
    });
  }
  seedAcme(db, organizations.acme, people);
  for (const { id } of listDataIntegrations(db)) {
    saveOverride(db, organizations.initech, id, { enabled: false });
  }
}

function seedAcme(db: Database, acme: string, people: Cast['people']): void {
  const find = (slug: string, ownership: Ownership) => requireRow(findDataIntegration(db, slug, ownership));
  const marcelina = { userId: people.marcelina, organizationId: acme };
  const shared = { userId: null, organizationId: acme };

  const slack = acceptedClient('slack', 'acme');
  saveOverride(db, acme, find('slack', 'userland_user').id, { client: slack });
  saveOverride(db, acme, find('zendesk', 'userland_user').id, { enabled: false });

  connectWithOAuth(db, find('github', 'userland_user'), marcelina);
  connectWithOAuth(db, find('github', 'userland_user'), { userId: people.mika, organizationId: acme });
  connectWithOAuth(
    db,
    find('slack', 'userland_user'),
    { userId: people.kofi, organizationId: acme },
    slack.id,
  );
  const drive = connectWithOAuth(db, find('google-drive', 'userland_user'), marcelina);
  setInstallationState(db, drive, 'needs_reauthorization');
  connect(db, find('stripe', 'userland_user'), marcelina, {
    method: 'api_key',
    apiKey: acceptedApiKey('stripe'),
  });
  const client = acceptedClient('snowflake', 'acme');
  connect(
    db,
    find('snowflake', 'userland_user'),
    marcelina,
    { method: 'client_credentials', clientId: client.id, clientSecret: client.secret },
    { account: 'acme-analytics' },
  );

  connect(db, find('datadog', 'organization'), shared, {
    method: 'api_key',
    apiKey: acceptedApiKey('datadog'),
  });
  setInstallationState(
    db,
    connectWithOAuth(db, find('notion', 'organization'), shared),
    'needs_reauthorization',
  );
}

/** An account whose tokens the local provider has really given out. */
function connectWithOAuth(
  db: Database,
  integration: DataIntegration,
  owner: InstallationOwner,
  clientId = integration.client?.id ?? '',
): string {
  const { slug, defaultScopes: scopes } = integration;
  const { accessToken, refreshToken = '' } = issueTokens(
    db,
    { slug, client_id: clientId, scopes },
    { refreshable: true },
  );
  const expiresAt = db.timestampIn(ACCESS_TOKEN_SECONDS);
  const credential = { method: 'oauth' as const, clientId, accessToken, refreshToken, expiresAt };
  return saveInstallation(db, integration.id, owner, { scopes, credential, config: {} }).id;
}

function connect(
  db: Database,
  integration: DataIntegration,
  owner: InstallationOwner,
  credential: Credential,
  config: Record<string, string> = {},
): string {
  return saveInstallation(db, integration.id, owner, { scopes: [], credential, config }).id;
}
