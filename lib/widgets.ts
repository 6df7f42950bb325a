import type { Route } from 'next';

export interface WidgetEntry {
  title: string;
  /** What the widget's token may do. The person's role has to allow each of them. */
  scopes: readonly string[];
  /** Where its page is; a widget that is part of the shell has none. */
  path?: Route;
}

/**
 * The catalogue: what a widget is minted with. Callers name a widget, never a scope.
 * To add one: an entry here, a folder beside `app/(dashboard)/users`, a spec in `e2e/`.
 */
export const widgets = {
  'users-table': { title: 'Users', scopes: ['widgets:users-table:manage'], path: '/users' },
  'organization-switcher': { title: 'Organization switcher', scopes: [] },
} as const satisfies Record<string, WidgetEntry>;

export type Widget = keyof typeof widgets;
