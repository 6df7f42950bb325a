'use client';

import { useQueryClient } from '@tanstack/react-query';
import { UsersManagement as Widget } from '@workos-inc/widgets/users-management';
import type { WidgetToken } from '@/lib/widget-token';
import { useHydrated } from '../use-hydrated';
import { useWidgetToken } from '../use-widget-token';
import { FirstRows } from './first-rows';
import { membersIn } from './members';

export function UsersTable({ token }: { token: WidgetToken<'users-table'> }) {
  const authToken = useWidgetToken('users-table', token);
  const queryClient = useQueryClient();
  if (useHydrated()) return <Widget authToken={authToken} />;

  // Until then, the widget shows nothing but its skeleton.
  const { members, roles } = membersIn((path) => queryClient.getQueriesData({ queryKey: [path] })[0]?.[1]);
  return members ? <FirstRows members={members} roles={roles} /> : <Widget authToken={authToken} />;
}
