'use client';

import { AdminPortalAuditLogStreaming } from '@workos-inc/widgets/admin-portal-audit-log-streaming';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function AuditLogStream({ token }: { token: WidgetToken<'audit-log-streaming'> }) {
  return <AdminPortalAuditLogStreaming authToken={useWidgetToken('audit-log-streaming', token)} />;
}
