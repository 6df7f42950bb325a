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
import { ApiKeys } from './api-keys';

export const metadata: Metadata = { title: widgets['api-keys'].title };

export default function ApiKeysPage({ searchParams }: PageProps<'/api-keys'>) {
  return (
    <WidgetPage widget="api-keys">
      <Suspense fallback={<ApiKeysLoading />}>
        <OrganizationKeys search={searchParams} />
      </Suspense>
    </WidgetPage>
  );
}

async function OrganizationKeys({ search }: { search: PageSearch }) {
  const result = await mintWidgetToken('api-keys');
  return result.ok ? (
    <>
      <WidgetData widget="api-keys" token={result.token} search={search}>
        <ApiKeys token={result.token} />
      </WidgetData>
      <TryApiKey />
    </>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
