import { ApiKeysLoading } from '@workos-inc/widgets/api-keys';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import type { PageSearch } from '@/lib/widget-data';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { TryApiKey } from '../try-api-key';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { UserApiKeys } from './user-api-keys';

export const metadata: Metadata = { title: widgets['user-api-keys'].title };

export default function PersonalApiKeysPage({ searchParams }: PageProps<'/personal-api-keys'>) {
  return (
    <WidgetPage widget="user-api-keys">
      <Suspense fallback={<ApiKeysLoading />}>
        <PersonalKeys search={searchParams} />
      </Suspense>
    </WidgetPage>
  );
}

async function PersonalKeys({ search }: { search: PageSearch }) {
  const result = await mintWidgetToken('user-api-keys');
  return result.ok ? (
    <>
      <WidgetData widget="user-api-keys" token={result.token} search={search}>
        <UserApiKeys token={result.token} />
      </WidgetData>
      <TryApiKey />
    </>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
