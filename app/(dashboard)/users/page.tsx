import type { Metadata } from 'next';
import { Suspense } from 'react';
import type { PageSearch } from '@/lib/widget-data';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { UsersLoading } from './users-loading';
import { UsersTable } from './users-table';

export const metadata: Metadata = { title: widgets['users-table'].title };

export default function UsersPage({ searchParams }: PageProps<'/users'>) {
  return (
    <WidgetPage widget="users-table">
      <Suspense fallback={<UsersLoading search={searchParams} />}>
        <Users search={searchParams} />
      </Suspense>
    </WidgetPage>
  );
}

async function Users({ search }: { search: PageSearch }) {
  const result = await mintWidgetToken('users-table');
  return result.ok ? (
    <WidgetData widget="users-table" token={result.token} search={search}>
      <UsersTable token={result.token} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
