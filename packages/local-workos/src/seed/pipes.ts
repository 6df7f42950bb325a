import type { DataIntegrationConfigField } from '@workos-inc/widgets/experimental/api/fetch';
import { z } from 'zod';
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
  findOverride,
  listDataIntegrations,
  saveOverride,
} from '../store/data-integrations.ts';
import { requireRow } from '../store/database.ts';
import { ACCESS_TOKEN_SECONDS, issueTokens } from '../store/provider-grants.ts';
import { organizationId, type SeedContext, userId } from './context.ts';
import { email, organization } from './fields.ts';

const AUTH_METHODS = ['oauth', 'api_key', 'client_credentials'] as const;

const ownership = z
  .enum(['userland_user', 'organization'])
  .default('userland_user')
  .describe('Whether people connect their own accounts, or an organization connects one for everyone.');

const configFieldSchema = z.strictObject({
  key: z.string().min(1),
  label: z.string().min(1),
  description: z.string().optional(),
  example: z.string().optional(),
  required: z.boolean().default(false),
  scope: z.enum(['integration', 'installation']).default('installation'),
  secret: z.boolean().optional(),
  default: z.string().optional(),
  pattern: z.string().optional(),
  pattern_flags: z.string().optional(),
  order: z.number().int().optional(),
});

export const dataIntegrationSchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9-]+$/, 'Use lowercase letters, digits, and hyphens.'),
  name: z.string().min(1),
  description: z.string().optional(),
  integration_type: z.string().optional().describe('Determines the logo. Defaults to the slug.'),
  ownership,
  auth_methods: z.array(z.enum(AUTH_METHODS)).min(1).default(['oauth']),
  credentials_type: z
    .enum(['shared', 'custom', 'organization'])
    .default('custom')
    .describe("Whose OAuth app is used: WorkOS's, yours, or one per organization."),
  default_scopes: z.array(z.string()).default([]),
  available_scopes: z.array(z.string()).default([]),
  config_fields: z.array(configFieldSchema).default([]),
  enabled: z.boolean().default(true),
});

export const connectedAccountSchema = z.strictObject({
  email: email.optional().describe('The owner. Omit it for an account that the organization shares.'),
  organization,
  provider: z.string().describe('The slug of one of `dataIntegrations`.'),
  auth_method: z.enum(AUTH_METHODS).default('oauth'),
  scopes: z.array(z.string()).optional().describe('Defaults to the default scopes of the integration.'),
  state: z.enum(['connected', 'needs_reauthorization']).default('connected'),
  config: z.record(z.string(), z.string()).default({}),
});

type SeededIntegration = z.output<typeof dataIntegrationSchema>;
type SeededAccount = z.output<typeof connectedAccountSchema>;

export function seedDataIntegrations(context: SeedContext): void {
  for (const integration of context.seed.dataIntegrations) insertIntegration(context, integration);
  for (const { name, data_integrations } of context.seed.organizations) {
    for (const { provider, ownership, enabled, client_id, client_secret } of data_integrations) {
      const client = client_id && client_secret ? { id: client_id, secret: client_secret } : undefined;
      const owner = organizationId(context, name);
      for (const { id, slug } of listDataIntegrations(context.db, ownership)) {
        if (provider !== '*' && provider !== slug) continue;
        const earlier = findOverride(context.db, owner, id);
        saveOverride(context.db, owner, id, {
          ...earlier,
          enabled: enabled ?? earlier?.enabled,
          client: client ?? earlier?.client,
        });
      }
    }
  }
}

export function seedConnectedAccounts(context: SeedContext): void {
  for (const account of context.seed.connectedAccounts) {
    const integration = requireRow(
      findDataIntegration(context.db, account.provider, account.email ? 'userland_user' : 'organization'),
    );
    const owner = {
      userId: account.email ? userId(context, account.email) : null,
      organizationId: organizationId(context, account.organization),
    };
    const scopes = account.scopes ?? (account.auth_method === 'oauth' ? integration.defaultScopes : []);
    const credential = credentialOf(context, account, integration, owner, scopes);
    const { id } = saveInstallation(context.db, integration.id, owner, {
      scopes,
      credential,
      config: account.config,
    });
    if (account.state !== 'connected') setInstallationState(context.db, id, account.state);
  }
}

function insertIntegration({ db }: SeedContext, integration: SeededIntegration): void {
  const { auth_methods, credentials_type } = integration;
  const hasClient = auth_methods.includes('oauth') && credentials_type !== 'organization';
  createDataIntegration(db, {
    slug: integration.slug,
    ownership: integration.ownership,
    name: integration.name,
    description: integration.description ?? null,
    integrationType: integration.integration_type ?? integration.slug,
    authMethods: auth_methods,
    credentialsType: credentials_type,
    client: hasClient ? acceptedClient(integration.slug) : undefined,
    defaultScopes: integration.default_scopes,
    availableScopes: integration.available_scopes,
    configFields: integration.config_fields.map(({ pattern_flags, ...field }) => ({
      ...(field as DataIntegrationConfigField),
      ...(pattern_flags === undefined ? {} : { patternFlags: pattern_flags }),
    })),
    enabled: integration.enabled,
  });
}

/** A credential that the local provider has issued or accepts. */
function credentialOf(
  { db }: SeedContext,
  { auth_method, provider }: SeededAccount,
  integration: DataIntegration,
  { organizationId }: InstallationOwner,
  scopes: string[],
): Credential {
  const ofOrganization = organizationId && findOverride(db, organizationId, integration.id)?.client;
  const client = ofOrganization || integration.client || acceptedClient(provider);
  switch (auth_method) {
    case 'api_key':
      return { method: 'api_key', apiKey: acceptedApiKey(provider) };
    case 'client_credentials':
      return { method: 'client_credentials', clientId: client.id, clientSecret: client.secret };
    case 'oauth': {
      const grant = { slug: provider, client_id: client.id, scopes };
      const { accessToken, refreshToken = '' } = issueTokens(db, grant, { refreshable: true });
      const expiresAt = db.timestampIn(ACCESS_TOKEN_SECONDS);
      return { method: 'oauth', clientId: client.id, accessToken, refreshToken, expiresAt };
    }
  }
}
