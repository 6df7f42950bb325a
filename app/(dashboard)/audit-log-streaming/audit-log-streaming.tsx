'use client';

import { AdminPortalAuditLogStreaming as Widget } from '@workos-inc/widgets/admin-portal-audit-log-streaming';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function AuditLogStreaming({ token }: { token: WidgetToken<'audit-log-streaming'> }) {
  return <Widget authToken={useWidgetToken('audit-log-streaming', token)} />;
}
