import { AdminPortalSsoConnectionLoading } from '@workos-inc/widgets/admin-portal-sso-connection';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { SsoConnection } from './sso-connection';

export const metadata: Metadata = { title: widgets['sso-connection'].title };

export default function SingleSignOnPage() {
  return (
    <WidgetPage widget="sso-connection">
      <Suspense fallback={<AdminPortalSsoConnectionLoading />}>
        <Connection />
      </Suspense>
    </WidgetPage>
  );
}

async function Connection() {
  const result = await mintWidgetToken('sso-connection');
  return result.ok ? (
    <WidgetData widget="sso-connection" token={result.token}>
      <SsoConnection token={result.token} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
