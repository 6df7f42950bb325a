'use client';

import { UsersManagement as Widget } from '@workos-inc/widgets/users-management';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function UsersTable({ token }: { token: WidgetToken<'users-table'> }) {
  return <Widget authToken={useWidgetToken('users-table', token)} />;
}
