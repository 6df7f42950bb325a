import { AdminPortalAuditLogStreamingLoading } from '@workos-inc/widgets/admin-portal-audit-log-streaming';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { AuditLogStreaming } from './audit-log-streaming';

export const metadata: Metadata = { title: widgets['audit-log-streaming'].title };

export default function AuditLogStreamingPage() {
  return (
    <WidgetPage widget="audit-log-streaming">
      <Suspense fallback={<AdminPortalAuditLogStreamingLoading />}>
        <Stream />
      </Suspense>
    </WidgetPage>
  );
}

async function Stream() {
  const result = await mintWidgetToken('audit-log-streaming');
  return result.ok ? (
    <WidgetData widget="audit-log-streaming" token={result.token}>
      <AuditLogStreaming token={result.token} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
