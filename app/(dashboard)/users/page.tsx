import { Heading } from '@radix-ui/themes';
import { UsersManagementLoading } from '@workos-inc/widgets/users-management';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { WidgetTokenProblem } from '../widget-token-problem';
import { UsersTable } from './users-table';

export const metadata: Metadata = { title: 'Users' };

export default function UsersPage() {
  return (
    <>
      <Heading as="h1" mb="5">
        Users
      </Heading>
      <Suspense fallback={<UsersManagementLoading />}>
        <Users />
      </Suspense>
    </>
  );
}

async function Users() {
  const result = await mintWidgetToken('users-table');
  return result.ok ? <UsersTable token={result.token} /> : <WidgetTokenProblem problem={result.problem} />;
}
