/** The providers that an app can send people to: https://workos.com/docs/reference/sso/get-authorization-url */
const NAMES = {
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
} as const;

/** A provider, named as an app and the method of a sign-in name it. */
export type OAuthProvider = keyof typeof NAMES;

export const OAUTH_PROVIDERS = Object.keys(NAMES).filter(isOAuthProvider);

export function isOAuthProvider(text: string): text is OAuthProvider {
  return Object.hasOwn(NAMES, text);
}

/** What people call a provider. */
export function oauthProviderName(provider: OAuthProvider): string {
  return NAMES[provider];
}

/** A provider as identities name it, with GitHub in another spelling. */
export type IdentityProvider = Exclude<OAuthProvider, 'GitHubOAuth'> | 'GithubOAuth';

export function identityProvider(provider: OAuthProvider): IdentityProvider {
  return provider === 'GitHubOAuth' ? 'GithubOAuth' : provider;
}

export const IDENTITY_PROVIDERS = OAUTH_PROVIDERS.map(identityProvider);

/** The domains in which a provider itself gives out mailboxes. */
const OWN_DOMAINS: Partial<Record<OAuthProvider, readonly string[]>> = {
  AppleOAuth: ['icloud.com', 'me.com', 'mac.com', 'privaterelay.appleid.com'],
  GoogleOAuth: ['gmail.com', 'googlemail.com'],
  MicrosoftOAuth: ['outlook.com', 'hotmail.com', 'live.com'],
};

/**
 * Whether an account at a provider proves that the person reads the mailbox. People can have accounts with addresses
 * that are not theirs, so they prove all others themselves: https://workos.com/docs/authkit/identity-linking
 */
export function vouchesFor(provider: OAuthProvider, email: string): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return OWN_DOMAINS[provider]?.includes(domain) ?? false;
}
