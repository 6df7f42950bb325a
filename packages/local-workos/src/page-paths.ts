/** The first part of the paths of pages, and of what pages and the sign-in need. */
const FOLDERS = [
  '',
  'audit-log-exports',
  'create-passkey',
  'data-integrations',
  'device',
  'faults',
  'flags',
  'forgot-password',
  'identity-provider',
  'invite',
  'mails',
  'mfa',
  'passwordless',
  'people',
  'pictures',
  'pipes',
  'portal',
  'providers',
  'requests',
  'reset-password',
  'select-organization',
  'settings',
  'sign-in',
  'sign-up',
  'sso',
  'verify-email',
  'webhooks',
];

/** Pages in folders that the API has too. */
const AMONG_API = [
  /^\/(events|organizations)$/,
  /^\/organizations\/[^/]+\/(entitlements|manage|mfa|multiple-roles|portal-links\/(expire|audit-logs))$/,
  /^\/invitations\/[^/]+\/expire$/,
  /^\/user_management\/(authenticate|authorize|authorize\/device|sessions\/logout)$/,
];

/** Whether a path may belong to a page. Pages are loaded when the first is asked for, which makes the start shorter. */
export function mayBePage(path: string): boolean {
  const [, folder = ''] = path.split('/');
  return FOLDERS.includes(folder) || AMONG_API.some((pattern) => pattern.test(path));
}
