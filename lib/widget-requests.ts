import type { Widget } from './widgets.ts';

/** A GET that a widget sends as soon as it is shown. */
export interface WidgetRequest {
  path: `/_widgets/${string}`;
  params?: Record<string, string | number>;
}

type Search = Record<string, string | string[] | undefined>;

export interface WidgetRequests {
  /** The name under which the widget calls the API. */
  type: string;
  /** The permissions that the widget reads from its token before it shows anything. */
  reads?: readonly string[];
  /** What it asks for first. @param search the query of the page's address */
  first: (search: Search) => readonly WidgetRequest[];
}

/** What the rows of the users table are made of. */
export const MEMBERS = '/_widgets/UserManagement/members';
export const ROLES_AND_CONFIG = '/_widgets/UserManagement/roles-and-config';

const MEMBERS_A_PAGE = 10;
const KEYS_A_PAGE = 10;

/**
 * What each widget asks WorkOS for first, so that the server can send the answers along with the page (`widget-data.ts`).
 *
 * These are internals of @workos-inc/widgets 1.18. When a later version asks for something else, it does so itself, as
 * without this table, and `e2e/widgets.spec.ts` names what changed.
 */
export const widgetRequests: Record<Widget, WidgetRequests> = {
  'users-table': {
    type: 'user-management',
    reads: ['widgets:users-table:manage'],
    first: (search) => [
      { path: MEMBERS, params: membersParams(search) },
      { path: ROLES_AND_CONFIG },
      { path: '/_widgets/UserManagement/roles' },
    ],
  },
  'api-keys': {
    type: 'api-keys',
    reads: ['widgets:api-keys:manage'],
    first: ({ ak_q: search }) =>
      unlessSearching(search, [
        { path: '/_widgets/ApiKeys/organization-api-keys', params: { limit: KEYS_A_PAGE } },
        { path: '/_widgets/ApiKeys/permissions', params: { limit: 100 } },
      ]),
  },
  'user-api-keys': {
    type: 'user-api-keys',
    reads: ['widgets:user-api-keys:manage-self', 'widgets:user-api-keys:manage-all'],
    first: ({ uak_q: search }) =>
      unlessSearching(search, [
        { path: '/_widgets/UserApiKeys/api-keys', params: { limit: KEYS_A_PAGE } },
        { path: '/_widgets/UserApiKeys/permissions', params: { limit: 100 } },
      ]),
  },
  'domain-verification': {
    type: 'admin-portal-domain-verification',
    first: () => [{ path: '/_widgets/admin-portal/organization-domains' }],
  },
  'sso-connection': {
    type: 'admin-portal-sso-connection',
    first: () => [{ path: '/_widgets/admin-portal/sso-connections' }],
  },
  'audit-log-streaming': {
    type: 'admin-portal-audit-log-streaming',
    first: () => [{ path: '/_widgets/admin-portal/audit-log-stream' }],
  },
  'directory-sync': {
    type: 'directory-sync',
    reads: ['widgets:dsync:manage'],
    first: () => [{ path: '/_widgets/directory-sync/directories' }],
  },
  'pipes-admin': {
    type: 'pipes-admin',
    reads: ['widgets:pipes:manage'],
    first: () => [
      { path: '/_widgets/DataIntegrations/configurations' },
      { path: '/_widgets/DataIntegrations/organization' },
      { path: '/_widgets/UserManagement/organizations' },
      { path: '/_widgets/settings' },
    ],
  },
  pipes: {
    type: 'pipes',
    first: () => [
      { path: '/_widgets/DataIntegrations/mine' },
      { path: '/_widgets/DataIntegrations/shared-connections' },
      { path: '/_widgets/UserManagement/organizations' },
      { path: '/_widgets/settings' },
    ],
  },
  'user-profile': { type: 'user-profile', first: () => [{ path: '/_widgets/UserProfile/me' }] },
  'user-security': {
    type: 'user-security',
    first: () => [{ path: '/_widgets/UserProfile/authentication-information' }],
  },
  'user-sessions': {
    type: 'user-sessions',
    first: () => [{ path: '/_widgets/UserProfile/sessions' }],
  },
  'organization-switcher': {
    type: 'organization-switcher',
    first: () => [{ path: '/_widgets/UserManagement/organizations' }],
  },
};

/** The widget keeps its filter in the address, by role or by search, and looks for a role first. */
function membersParams({ ak_role: role, ak_q: query }: Search): Record<string, string> {
  const limit = String(MEMBERS_A_PAGE);
  if (first(role)) return { limit, role: first(role) };
  if (first(query)) return { limit, search: first(query) };
  return { limit };
}

/** With data at hand, the widget would show its search field before it has read the search from the address. */
function unlessSearching(search: Search[string], requests: WidgetRequest[]): WidgetRequest[] {
  return first(search) ? [] : requests;
}

/** Of a parameter that is there twice, the widget reads the first. */
function first(value: string | string[] | undefined): string {
  return [value ?? []].flat()[0] ?? '';
}
