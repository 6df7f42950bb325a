import { ApiKeysLoading } from '@workos-inc/widgets/api-keys';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { TryApiKey } from '../try-api-key';
import { WidgetData } from '../widget-data';
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
      <WidgetData widget="api-keys" token={result.token}>
        <ApiKeys token={result.token} />
      </WidgetData>
      <TryApiKey />
    </>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
