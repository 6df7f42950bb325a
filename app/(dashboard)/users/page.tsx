import { UsersManagementLoading } from '@workos-inc/widgets/users-management';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { UsersTable } from './users-table';

export const metadata: Metadata = { title: widgets['users-table'].title };

export default function UsersPage() {
  return (
    <WidgetPage widget="users-table">
      <Suspense fallback={<UsersManagementLoading />}>
        <Users />
      </Suspense>
    </WidgetPage>
  );
}

async function Users() {
  const result = await mintWidgetToken('users-table');
  return result.ok ? <UsersTable token={result.token} /> : <WidgetTokenProblem problem={result.problem} />;
}
