import { PipesLoading } from '@workos-inc/widgets/pipes';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { Pipes } from './pipes';

export const metadata: Metadata = { title: widgets.pipes.title };

export default function ConnectedAccountsPage() {
  return (
    <WidgetPage widget="pipes">
      <Suspense fallback={<PipesLoading count={4} />}>
        <Accounts />
      </Suspense>
    </WidgetPage>
  );
}

async function Accounts() {
  const result = await mintWidgetToken('pipes');
  return result.ok ? (
    <WidgetData widget="pipes" token={result.token}>
      <Pipes token={result.token} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
