import type { DataIntegrationConfigField } from '@workos-inc/widgets/experimental/api/fetch';
import type { AuthMethod, DataIntegration, Ownership } from '../store/data-integrations.ts';

/** A provider as it is configured for the environment. */
export interface SeededProvider {
  slug: string;
  name: string;
  description?: string;
  /** Undefined: the slug, of which the widgets have a logo. */
  integrationType?: string;
  authMethods: AuthMethod[];
  credentialsType?: DataIntegration['credentialsType'];
  defaultScopes?: string[];
  availableScopes?: string[];
  configFields?: DataIntegrationConfigField[];
  ownership?: Ownership;
  disabled?: boolean;
}

const SNOWFLAKE_FIELDS: DataIntegrationConfigField[] = [
  {
    key: 'account',
    label: 'Account identifier',
    description: 'Your organization and account, joined by a hyphen.',
    example: 'myorg-myaccount',
    required: true,
    scope: 'installation',
    pattern: '[a-z0-9]+-[a-z0-9_]+',
    patternFlags: 'i',
    order: 1,
  },
  { key: 'role', label: 'Role', required: false, scope: 'installation', default: 'PUBLIC', order: 2 },
  {
    key: 'passphrase',
    label: 'Key passphrase',
    description: 'Leave it out if the key has none.',
    required: false,
    scope: 'installation',
    secret: true,
    order: 3,
  },
];

/** What people connect for themselves. */
const PERSONAL: SeededProvider[] = [
  {
    slug: 'github',
    name: 'GitHub',
    description: 'Shows your pull requests and reviews.',
    authMethods: ['oauth'],
    credentialsType: 'shared',
    defaultScopes: ['repo', 'read:user'],
    availableScopes: ['read:org', 'gist', 'workflow'],
  },
  {
    slug: 'google-drive',
    name: 'Google Drive',
    authMethods: ['oauth'],
    credentialsType: 'shared',
    defaultScopes: [
      'drive.file',
      'drive.readonly',
      'drive.metadata.readonly',
      'drive.appdata',
      'drive.activity.readonly',
      'drive.labels.readonly',
      'documents.readonly',
      'spreadsheets.readonly',
      'presentations.readonly',
      'userinfo.email',
      'userinfo.profile',
      'openid',
    ],
  },
  {
    slug: 'linear',
    name: 'Linear',
    description: 'Turns messages into issues.',
    authMethods: ['oauth', 'api_key'],
    defaultScopes: ['read', 'issues:create'],
  },
  {
    slug: 'northwind-crm',
    name: 'Northwind CRM',
    description: 'Reads contacts from our own CRM. Ask its team for a key.',
    integrationType: 'northwind-crm',
    authMethods: ['api_key'],
  },
  {
    slug: 'salesforce',
    name: 'Salesforce',
    authMethods: ['oauth'],
    credentialsType: 'organization',
    defaultScopes: ['api', 'refresh_token'],
    availableScopes: ['full', 'chatter_api'],
    configFields: [
      {
        key: 'salesforce_host',
        label: 'Salesforce host',
        description: 'My Domain of your Salesforce organization.',
        example: 'acme.my.salesforce.com',
        required: true,
        scope: 'integration',
        pattern: '^[a-z0-9-]+\\.my\\.salesforce\\.com$',
      },
    ],
  },
  {
    slug: 'slack',
    name: 'Slack',
    description: 'Posts to the channels that you choose.',
    authMethods: ['oauth'],
    credentialsType: 'organization',
    defaultScopes: ['channels:read', 'chat:write'],
    availableScopes: ['channels:history', 'files:read', 'files:write', 'users:read', 'users:read.email'],
  },
  {
    slug: 'snowflake',
    name: 'Snowflake',
    authMethods: ['client_credentials'],
    configFields: SNOWFLAKE_FIELDS,
  },
  { slug: 'stripe', name: 'Stripe', description: 'Matches payments to customers.', authMethods: ['api_key'] },
  {
    slug: 'zendesk',
    name: 'Zendesk',
    authMethods: ['oauth'],
    defaultScopes: ['tickets:read', 'users:read'],
    configFields: [
      {
        key: 'subdomain',
        label: 'Subdomain',
        description: 'The part before .zendesk.com.',
        example: 'acme',
        required: true,
        scope: 'installation',
        pattern: '[a-z0-9-]+',
      },
    ],
  },
  { slug: 'dropbox', name: 'Dropbox', authMethods: ['oauth'], defaultScopes: ['files.read'], disabled: true },
];

/** What an organization connects once, for everyone. */
const SHARED: SeededProvider[] = [
  {
    slug: 'datadog',
    name: 'Datadog',
    description: 'Dashboards of the whole team.',
    authMethods: ['api_key'],
  },
  { slug: 'github', name: 'GitHub', authMethods: ['oauth'], defaultScopes: ['repo', 'read:org'] },
  {
    slug: 'hubspot',
    name: 'HubSpot',
    authMethods: ['oauth'],
    credentialsType: 'organization',
    defaultScopes: ['crm.objects.contacts.read'],
    availableScopes: ['crm.objects.deals.read', 'crm.lists.read'],
  },
  {
    slug: 'notion',
    name: 'Notion',
    description: 'The handbook, for everyone to search.',
    authMethods: ['oauth', 'api_key'],
    defaultScopes: ['read_content'],
  },
  { slug: 'sentry', name: 'Sentry', authMethods: ['oauth'], defaultScopes: ['project:read'], disabled: true },
  {
    slug: 'snowflake',
    name: 'Snowflake',
    authMethods: ['client_credentials'],
    configFields: SNOWFLAKE_FIELDS,
  },
];

export const SEEDED_PROVIDERS: readonly SeededProvider[] = [
  ...PERSONAL,
  ...SHARED.map((provider) => ({ ...provider, ownership: 'organization' as const })),
];
