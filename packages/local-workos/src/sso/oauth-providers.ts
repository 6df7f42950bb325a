import { createHash } from 'node:crypto';

/** The providers of the SSO API: https://workos.com/docs/reference/sso/get-authorization-url */
const OAUTH_PROVIDERS: Record<string, string> = {
  AppleOAuth: 'Apple',
  BitbucketOAuth: 'Bitbucket',
  GitHubOAuth: 'GitHub',
  GitLabOAuth: 'GitLab',
  GoogleOAuth: 'Google',
  IntuitOAuth: 'Intuit',
  LinkedInOAuth: 'LinkedIn',
  MicrosoftOAuth: 'Microsoft',
  SalesforceOAuth: 'Salesforce',
  SlackOAuth: 'Slack',
  VercelMarketplaceOAuth: 'Vercel Marketplace',
  VercelOAuth: 'Vercel',
  XeroOAuth: 'Xero',
};

/** What people call a provider, or undefined for an unknown one. */
export function oauthProviderName(provider: string): string | undefined {
  return Object.hasOwn(OAUTH_PROVIDERS, provider) ? OAUTH_PROVIDERS[provider] : undefined;
}

/** The id of the environment's connection to a provider. It exists without being set up, so it is not stored. */
export function oauthConnectionId(provider: string): string {
  const hash = createHash('sha256').update(provider).digest('hex').toUpperCase();
  return `conn_01${hash.slice(0, 24)}`;
}
