'use client';

import { AdminPortalSsoConnection } from '@workos-inc/widgets/admin-portal-sso-connection';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function SsoConnection({ token }: { token: WidgetToken<'sso-connection'> }) {
  return <AdminPortalSsoConnection authToken={useWidgetToken('sso-connection', token)} />;
}
