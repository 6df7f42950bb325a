import { PipesAdminLoading } from '@workos-inc/widgets/pipes-admin';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { PipesAdmin } from './pipes-admin';

export const metadata: Metadata = { title: widgets['pipes-admin'].title };

export default function IntegrationsPage() {
  return (
    <WidgetPage widget="pipes-admin">
      <Suspense fallback={<PipesAdminLoading count={4} />}>
        <Integrations />
      </Suspense>
    </WidgetPage>
  );
}

async function Integrations() {
  const result = await mintWidgetToken('pipes-admin');
  return result.ok ? (
    <WidgetData widget="pipes-admin" token={result.token}>
      <PipesAdmin token={result.token} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
