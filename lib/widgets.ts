import type { Route } from 'next';

/**
 * The catalogue: what each widget is, and what its token may do. A caller names a widget, never a scope.
 * To add one: an entry here, a folder with a page and a client component beside `app/(dashboard)/users`,
 * a spec in `e2e/`.
 */
export interface WidgetEntry {
  title: string;
  description: string;
  /** Where its page is, and in which part of the navigation; a widget of the shell has none. */
  page?: { path: Route; folder: string; group: WidgetGroup };
  /** What the token is minted with. The person's role has to allow one of them. */
  scopes: readonly string[];
  /** Works without an organization: its token is then for the person alone. */
  withoutOrganization?: boolean;
  /** Takes the AuthKit access token: `POST /widgets/token` cannot grant its scopes. */
  usesAccessToken?: boolean;
  /** About the person's own credentials: not for somebody who impersonates them. */
  personal?: boolean;
}

export type WidgetGroup = 'Organization' | 'Account';

export const widgets = {
  'users-table': {
    title: 'Users',
    description: 'Who is in the organization: search, invite, change roles, remove.',
    page: { path: '/users', folder: 'users', group: 'Organization' },
    scopes: ['widgets:users-table:manage'],
  },
  'api-keys': {
    title: 'API keys',
    description: 'Keys with which programs act for the organization.',
    page: { path: '/api-keys', folder: 'api-keys', group: 'Organization' },
    scopes: ['widgets:api-keys:manage'],
  },
  'domain-verification': {
    title: 'Domains',
    description: 'Show that the organization owns its e-mail domains.',
    page: { path: '/domains', folder: 'domains', group: 'Organization' },
    scopes: ['widgets:domain-verification:manage'],
  },
  'sso-connection': {
    title: 'Single sign-on',
    description: 'Sign in through the identity provider of the organization.',
    page: { path: '/single-sign-on', folder: 'single-sign-on', group: 'Organization' },
    scopes: ['widgets:sso:manage'],
  },
  'directory-sync': {
    title: 'Directory sync',
    description: 'Keep members in sync with your directory.',
    page: { path: '/directory-sync', folder: 'directory-sync', group: 'Organization' },
    scopes: ['widgets:dsync:manage'],
  },
  'audit-log-streaming': {
    title: 'Audit log streaming',
    description: 'Send what happens here to the security team’s own tools.',
    page: { path: '/audit-log-streaming', folder: 'audit-log-streaming', group: 'Organization' },
    scopes: ['widgets:audit-log-streaming:manage'],
  },
  'pipes-admin': {
    title: 'Integrations',
    description: 'Which services members may connect, and with which credentials.',
    page: { path: '/integrations', folder: 'integrations', group: 'Organization' },
    scopes: ['widgets:pipes:manage'],
  },
  'user-profile': {
    title: 'Profile',
    description: 'Your name, e-mail address and connected accounts.',
    page: { path: '/profile', folder: 'profile', group: 'Account' },
    scopes: [],
    withoutOrganization: true,
  },
  'user-security': {
    title: 'Security',
    description: 'Your password and authenticator app.',
    page: { path: '/security', folder: 'security', group: 'Account' },
    scopes: [],
    withoutOrganization: true,
    personal: true,
  },
  'user-sessions': {
    title: 'Sessions',
    description: 'Where you are signed in, and how to sign out elsewhere.',
    page: { path: '/sessions', folder: 'sessions', group: 'Account' },
    scopes: [],
    withoutOrganization: true,
  },
  'user-api-keys': {
    title: 'Personal API keys',
    description: 'Keys with which programs act for you.',
    page: { path: '/personal-api-keys', folder: 'personal-api-keys', group: 'Account' },
    scopes: ['widgets:user-api-keys:manage-self', 'widgets:user-api-keys:manage-all'],
    usesAccessToken: true,
    personal: true,
  },
  pipes: {
    title: 'Connected accounts',
    description: 'Services that you have connected to work with this app.',
    page: { path: '/connected-accounts', folder: 'connected-accounts', group: 'Account' },
    scopes: [],
    personal: true,
  },
  'organization-switcher': {
    title: 'Organization switcher',
    description: 'Go from one of your organizations to another.',
    scopes: [],
  },
} as const satisfies Record<string, WidgetEntry>;

export type Widget = keyof typeof widgets;

/** The entry of a widget, with what it may have and has not. */
export function widgetEntry(widget: Widget): WidgetEntry {
  return widgets[widget];
}

/** Whether a role that holds these permissions may use a widget. */
export function isAllowed({ scopes }: WidgetEntry, permissions: readonly string[]): boolean {
  return scopes.length === 0 || scopes.some((scope) => permissions.includes(scope));
}
