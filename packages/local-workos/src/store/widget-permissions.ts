/**
 * WorkOS's own permissions. A role that holds one may use the widget; `POST /widgets/token` grants it as
 * a scope, where `grantable` says so.
 */
export const WIDGET_PERMISSIONS = [
  { slug: 'widgets:users-table:manage', name: 'Manage users', grantable: true },
  { slug: 'widgets:domain-verification:manage', name: 'Manage domain verification', grantable: true },
  { slug: 'widgets:sso:manage', name: 'Manage single sign-on', grantable: true },
  { slug: 'widgets:api-keys:manage', name: 'Manage API keys', grantable: true },
  { slug: 'widgets:dsync:manage', name: 'Manage directory sync', grantable: true },
  { slug: 'widgets:audit-log-streaming:manage', name: 'Manage audit log streaming', grantable: true },
  // Not in the SDK's types, but the API takes it: https://workos.com/docs/widgets/pipes-admin
  { slug: 'widgets:pipes:manage', name: 'Manage pipes', grantable: true },
  { slug: 'widgets:user-api-keys:manage-self', name: 'Manage own API keys', grantable: false },
  { slug: 'widgets:user-api-keys:manage-all', name: "Manage everybody's API keys", grantable: false },
] as const;

export const WIDGET_SCOPES: readonly string[] = WIDGET_PERMISSIONS.filter(({ grantable }) => grantable).map(
  ({ slug }) => slug,
);
