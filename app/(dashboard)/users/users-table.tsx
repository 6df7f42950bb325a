'use client';

import { UsersManagement } from '@workos-inc/widgets/users-management';
import { useWidgetToken } from '../use-widget-token';

export function UsersTable({ token }: { token: string }) {
  return <UsersManagement authToken={useWidgetToken('users-table', token)} />;
}
