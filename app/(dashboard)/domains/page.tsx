import { AdminPortalDomainVerificationLoading } from '@workos-inc/widgets/admin-portal-domain-verification';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { DomainVerification } from './domain-verification';

export const metadata: Metadata = { title: widgets['domain-verification'].title };

export default function DomainsPage() {
  return (
    <WidgetPage widget="domain-verification">
      <Suspense fallback={<AdminPortalDomainVerificationLoading />}>
        <Domains />
      </Suspense>
    </WidgetPage>
  );
}

async function Domains() {
  const result = await mintWidgetToken('domain-verification');
  return result.ok ? (
    <WidgetData widget="domain-verification" token={result.token}>
      <DomainVerification token={result.token} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
