'use client';

import { AdminPortalAuditLogStreaming } from '@workos-inc/widgets/admin-portal-audit-log-streaming';
import { useWidgetToken } from '../use-widget-token';

export function AuditLogStream({ token }: { token: string }) {
  return <AdminPortalAuditLogStreaming authToken={useWidgetToken('audit-log-streaming', token)} />;
}
