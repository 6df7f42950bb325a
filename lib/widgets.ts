import type { Route } from 'next';

/**
 * The catalogue: what each widget is, and what its token can do. A caller names a widget, never a scope.
 * To add one: an entry here, a folder with a page and a client component next to `app/(dashboard)/users`, an icon
 * of that name in `public/icons.svg`, and a spec in `e2e/`.
 */
export interface WidgetEntry {
  title: string;
  description: string;
  /** Where its page is, and its group in the navigation. A widget of the shell has none. */
  page?: { path: Route; folder: string; group: WidgetGroup };
  /** What the token is minted with. The person's role must allow at least one of them. */
  scopes: readonly string[];
  /** Works without an organization. The token is then for the person alone. */
  withoutOrganization?: boolean;
  /** Takes the AuthKit access token: `POST /widgets/token` cannot grant its scopes. */
  usesAccessToken?: boolean;
  /** Manages the person's own credentials, so nobody who impersonates them gets it. */
  personal?: boolean;
}

export type WidgetGroup = 'Organization' | 'Account';

export const widgets = {
  'users-table': {
    title: 'Users',
    description: 'Manage members: search, invite, change roles, and remove people.',
    page: { path: '/users', folder: 'users', group: 'Organization' },
    scopes: ['widgets:users-table:manage'],
  },
  'api-keys': {
    title: 'API keys',
    description: 'API keys that act on behalf of the organization.',
    page: { path: '/api-keys', folder: 'api-keys', group: 'Organization' },
    scopes: ['widgets:api-keys:manage'],
  },
  'domain-verification': {
    title: 'Domains',
    description: 'Verify the domains your organization owns.',
    page: { path: '/domains', folder: 'domains', group: 'Organization' },
    scopes: ['widgets:domain-verification:manage'],
  },
  'sso-connection': {
    title: 'Single sign-on',
    description: 'Sign in through your organization’s identity provider.',
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
    description: 'Stream audit logs to your security team’s tools.',
    page: { path: '/audit-log-streaming', folder: 'audit-log-streaming', group: 'Organization' },
    scopes: ['widgets:audit-log-streaming:manage'],
  },
  'pipes-admin': {
    title: 'Integrations',
    description: 'Choose which services members can connect, and how.',
    page: { path: '/integrations', folder: 'integrations', group: 'Organization' },
    scopes: ['widgets:pipes:manage'],
  },
  'user-profile': {
    title: 'Profile',
    description: 'Your name, email address, and linked accounts.',
    page: { path: '/profile', folder: 'profile', group: 'Account' },
    scopes: [],
    withoutOrganization: true,
  },
  'user-security': {
    title: 'Security',
    description: 'Your password, passkeys, and authenticator app.',
    page: { path: '/security', folder: 'security', group: 'Account' },
    scopes: [],
    withoutOrganization: true,
    personal: true,
  },
  'user-sessions': {
    title: 'Sessions',
    description: 'See where you’re signed in, and sign out elsewhere.',
    page: { path: '/sessions', folder: 'sessions', group: 'Account' },
    scopes: [],
    withoutOrganization: true,
  },
  'user-api-keys': {
    title: 'Personal API keys',
    description: 'API keys that act on your behalf.',
    page: { path: '/personal-api-keys', folder: 'personal-api-keys', group: 'Account' },
    scopes: ['widgets:user-api-keys:manage-self', 'widgets:user-api-keys:manage-all'],
    usesAccessToken: true,
    personal: true,
  },
  pipes: {
    title: 'Connected accounts',
    description: 'Services you’ve connected to this app.',
    page: { path: '/connected-accounts', folder: 'connected-accounts', group: 'Account' },
    scopes: [],
    personal: true,
  },
  'organization-switcher': {
    title: 'Organization switcher',
    description: 'Switch between your organizations.',
    scopes: [],
  },
} as const satisfies Record<string, WidgetEntry>;

export type Widget = keyof typeof widgets;

/** The widgets that have a page of their own. */
export type WidgetWithPage = {
  [Name in Widget]: (typeof widgets)[Name] extends { page: object } ? Name : never;
}[Widget];

/** Widens a catalogue entry to its optional fields. */
export function widgetEntry(widget: Widget): WidgetEntry {
  return widgets[widget];
}

/** Whether a role that holds these permissions may use a widget. */
export function isAllowed({ scopes }: WidgetEntry, permissions: readonly string[]): boolean {
  return scopes.length === 0 || scopes.some((scope) => permissions.includes(scope));
}

/** The widgets that have a page, with what is known of it. */
export function widgetPages(): [WidgetWithPage, WidgetEntry & { page: NonNullable<WidgetEntry['page']> }][] {
  return Object.entries<WidgetEntry>(widgets).flatMap(([widget, entry]) =>
    entry.page ? [[widget as WidgetWithPage, { ...entry, page: entry.page }]] : [],
  );
}
