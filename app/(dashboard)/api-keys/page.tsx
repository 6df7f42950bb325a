import { ApiKeysLoading } from '@workos-inc/widgets/api-keys';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { TryApiKey } from '../try-api-key';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { ApiKeys } from './api-keys';

export const metadata: Metadata = { title: widgets['api-keys'].title };

export default function ApiKeysPage() {
  return (
    <WidgetPage widget="api-keys">
      <Suspense fallback={<ApiKeysLoading />}>
        <OrganizationKeys />
      </Suspense>
    </WidgetPage>
  );
}

async function OrganizationKeys() {
  const result = await mintWidgetToken('api-keys');
  return result.ok ? (
    <>
      <ApiKeys token={result.token} />
      <TryApiKey />
    </>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
